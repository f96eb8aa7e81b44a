using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Checkpoints;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Training.Internals;

namespace Quanta.LanguageModels.Training;

/// <summary>The texts of a training run.</summary>
/// <param name="Train">Documents to train on.</param>
/// <param name="Test">Documents to evaluate on; each is cut to the context.</param>
/// <param name="Tokenizer">The tokenizer.json that made the tokens, copied beside the final model; null: none is.</param>
public sealed record TrainingCorpus(TokenDocuments Train, TokenDocuments Test, string? Tokenizer);

/// <summary>A training run in a folder: the final model in the folder itself, checkpoints before it in checkpoints/stepN, losses.csv, evaluations.csv, training.json.</summary>
/// <remarks>A killed run goes on from its last state and ends with the bits that it would have had. The state is removed when the run is finished.</remarks>
public sealed class TrainingRun
{
    private readonly string _folder;
    private readonly TrainingCorpus _corpus;
    private readonly TrainingOptions _options;
    private readonly TrainingRunOptions _runOptions;
    private readonly TrainingSetup _setup;
    private readonly IDevice _device;
    private readonly CurveFile _losses, _evaluations;
    private readonly TokenDocuments _test;

    /// <param name="folder">Where the run goes, or went.</param>
    /// <param name="shape">The model.</param>
    /// <param name="corpus">The texts.</param>
    /// <param name="options">The schedule.</param>
    /// <param name="runOptions">What is written, and when.</param>
    /// <param name="device">What computes.</param>
    public TrainingRun(string folder, DecoderShape shape, TrainingCorpus corpus, TrainingOptions options, TrainingRunOptions runOptions, IDevice device)
    {
        options.Validate();
        runOptions.Validate();
        (_folder, _corpus, _options, _runOptions, _device) = (folder, corpus, options, runOptions, device);
        _setup = new TrainingSetup(shape, options, Hash(corpus.Train), device.Name);
        _losses = new CurveFile(PathOf("losses.csv"), "step", "tokens", "learning_rate", "loss_nats", "gradient_norm");
        _evaluations = new CurveFile(PathOf(TrainingRecord.EvaluationsName), TrainingRecord.EvaluationColumns);
        _test = Cut(corpus.Test, runOptions.EvaluationDocuments, options.ContextTokens);
    }

    private string ManifestPath => PathOf(TrainingRecord.ManifestName);

    /// <summary>Trains to the end; does nothing where that was done before.</summary>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Stops after a step, with the state saved.</param>
    /// <returns>The last evaluation, or null where there are no test documents.</returns>
    /// <exception cref="InvalidDataException">The folder holds another run, or a damaged one.</exception>
    /// <exception cref="NotFiniteNumberException">Training has diverged.</exception>
    public EvaluationPoint? Run(IProgress<TrainingStep>? progress = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(_folder);
        var manifest = TrainingManifest.Read(ManifestPath);
        if (manifest?.FindDifference(_setup) is { } difference)
            throw new InvalidDataException($"{_folder} holds another training run: {difference}. Choose another folder, or remove this one.");
        Resume(manifest);
        if (manifest is null || manifest.StateFile is not null) Train(manifest, progress, cancellation);
        return _evaluations.Rows is [.., var last] ? TrainingRecord.PointOf(last) : null;
    }

    private void Resume(TrainingManifest? manifest)
    {
        if (manifest is null) return;
        _losses.Resume(manifest.StepsDone);
        _evaluations.Resume(manifest.StepsDone);
    }

    private void Train(TrainingManifest? manifest, IProgress<TrainingStep>? progress, CancellationToken cancellation)
    {
        using var model = DecoderModel.Create(_setup.Config, _device, Initialization.Draw(_setup.Config, _options.Seed));
        using var trainer = new Trainer(model, _corpus.Train, _options, _runOptions.Threads);
        if (manifest?.StateFile is { } state)
        {
            TrainingState.Read(PathOf(state), model, trainer.State);
            trainer.StepsDone = manifest.StepsDone;
        }
        var checkpoints = _runOptions.CheckpointRatio is { } ratio ? LogSpacedSteps.UpTo(_options.Steps, ratio) : new HashSet<long>();
        var evaluations = LogSpacedSteps.UpTo(_options.Steps, ratio: 2);
        while (trainer.StepsDone < _options.Steps)
        {
            if (cancellation.IsCancellationRequested) SaveState(model, trainer);
            cancellation.ThrowIfCancellationRequested();
            var step = trainer.Step(CancellationToken.None);
            _losses.Add(step.Step, step.Tokens, step.LearningRate, step.LossNats, step.GradientNorm);
            progress?.Report(step);
            if (evaluations.Contains(step.Step) || step.Step == _options.Steps) Evaluate(model, step);
            if (checkpoints.Contains(step.Step) && step.Step < _options.Steps) WriteModel(Path.Combine("checkpoints", $"step{step.Step}"), model);
            if (step.Step % _runOptions.StateInterval == 0 && step.Step < _options.Steps) SaveState(model, trainer);
        }
        Finish(model);
    }

    private void Evaluate(DecoderModel model, TrainingStep step)
    {
        if (_test.PredictionCount == 0) return;
        var losses = TokenLosses.Compute(model, _test, new TokenLossesOptions { Threads = _runOptions.Threads });
        var point = EvaluationPoint.Of(step.Step, step.Tokens, losses);
        _evaluations.Add(point.Step, point.Tokens, point.LossNats, point.BelowThreshold);
    }

    private void WriteModel(string name, DecoderModel model, string? tokenizer = null) => CheckpointWriter.Write(PathOf(name), model, _runOptions.Type, tokenizer);

    /// <summary>The state goes to a file of its own before the manifest names it; older ones are removed after that.</summary>
    private void SaveState(DecoderModel model, Trainer trainer)
    {
        var name = $"state-{trainer.StepsDone}.safetensors";
        TrainingState.Write(PathOf(name), model, trainer.State);
        WriteProgress(trainer.StepsDone, name);
    }

    private void Finish(DecoderModel model)
    {
        WriteModel("", model, _corpus.Tokenizer);
        WriteProgress(_options.Steps, stateFile: null);
    }

    private void WriteProgress(long stepsDone, string? stateFile)
    {
        _losses.Write();
        _evaluations.Write();
        new TrainingManifest(_setup, stepsDone, stateFile).Write(ManifestPath);
        foreach (var old in Directory.EnumerateFiles(_folder, "state-*.safetensors").Where(file => Path.GetFileName(file) != stateFile)) File.Delete(old);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static TokenDocuments Cut(TokenDocuments documents, int count, int tokens)
    {
        var (kept, offsets) = (new List<int>(), new List<long> { 0 });
        for (var d = 0; d < Math.Min(count, documents.Count); d++)
        {
            kept.AddRange(documents[d][..Math.Min(tokens, documents[d].Length)]);
            offsets.Add(kept.Count);
        }
        return new TokenDocuments(kept.ToArray(), [.. offsets]);
    }

    private static string Hash(TokenDocuments documents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(documents.Offsets));
        hash.AppendData(MemoryMarshal.AsBytes(documents.Tokens));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What a training run leaves on the disk, and when.</summary>
public sealed record TrainingRunOptions
{
    /// <summary>Checkpoints are written after 1, r, r^2, ... steps, rounded, before the last; null: only the final model.</summary>
    public double? CheckpointRatio { get; init; } = 2;

    /// <summary>The test loss is measured after 1, 2, 4, ... steps and at the end; this many of the test documents are used.</summary>
    public int EvaluationDocuments { get; init; } = 200;

    /// <summary>The state from which an interrupted run goes on is written every so many steps.</summary>
    public int StateInterval { get; init; } = 250;

    /// <summary>The element type of models and checkpoints. The state is always float32.</summary>
    public TensorType Type { get; init; } = TensorType.Float16;

    /// <summary>Workers.</summary>
    public int Threads { get; init; } = 1;

    internal void Validate()
    {
        if (CheckpointRatio is { } ratio && !(ratio > 1)) throw new ArgumentException($"The ratio of checkpoints must be above 1, but it is {ratio}.");
        if (EvaluationDocuments < 0) throw new ArgumentException($"The number of evaluation documents must not be negative, but it is {EvaluationDocuments}.");
        if (StateInterval < 1) throw new ArgumentException($"The state must be written every 1 or more steps, but every {StateInterval} was asked for.");
        if (Type is not (TensorType.Float32 or TensorType.Float16)) throw new ArgumentException($"Models are written as Float32 or Float16, not as {Type}.");
    }
}

/// <summary>What the folder of a training run says of it: training.json and evaluations.csv.</summary>
/// <param name="Shape">The model.</param>
/// <param name="Options">The schedule.</param>
/// <param name="StepsDone">Steps whose results are on the disk.</param>
/// <param name="IsFinished">Whether the run has come to its end.</param>
/// <param name="Evaluations">Test losses by rising step; empty where there were no test documents.</param>
public sealed record TrainingRecord(DecoderShape Shape, TrainingOptions Options, long StepsDone, bool IsFinished, IReadOnlyList<EvaluationPoint> Evaluations)
{
    internal const string ManifestName = "training.json", EvaluationsName = "evaluations.csv";

    internal static readonly string[] EvaluationColumns = ["step", "tokens", "test_loss_nats", "below_0.1_nats"];

    /// <summary>Predictions trained on.</summary>
    public long Tokens => StepsDone * Options.TokensPerStep;

    /// <summary>Reads the record, or null where the folder holds no training run.</summary>
    /// <exception cref="InvalidDataException">A file of it is damaged.</exception>
    public static TrainingRecord? Read(string folder)
    {
        if (TrainingManifest.Read(Path.Combine(folder, ManifestName)) is not { } manifest) return null;
        var evaluations = new CurveFile(Path.Combine(folder, EvaluationsName), EvaluationColumns);
        evaluations.Resume(manifest.StepsDone);
        return new TrainingRecord(manifest.Setup.Config, manifest.Setup.Options, manifest.StepsDone, manifest.StateFile is null, [.. evaluations.Rows.Select(PointOf)]);
    }

    internal static EvaluationPoint PointOf(double[] row) => new((long)row[0], (long)row[1], row[2], row[3]);
}
