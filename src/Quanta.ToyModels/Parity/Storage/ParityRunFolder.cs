using System.Text.Json;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Storage;

/// <summary>One run on disk: config.json, losses.npz, weights.npz and, written last, result.json; checkpoint.npz while it runs.</summary>
/// <remarks>Every file is written beside and renamed, so a run killed at any moment leaves its last checkpoint whole, and goes on from it to the identical result.</remarks>
public sealed class ParityRunFolder
{
    private readonly string _path;

    private ParityRunFolder(string path, ParityOptions options) => (_path, Options) = (path, options);

    public ParityOptions Options { get; }

    /// <summary>Whether the run is finished.</summary>
    public bool IsComplete => File.Exists(PathOf("result.json"));

    /// <summary>Creates the folder for a run, or opens it to go on.</summary>
    /// <exception cref="InvalidDataException">The folder holds a run with other options, or a damaged one.</exception>
    public static ParityRunFolder OpenOrCreate(string path, ParityOptions options)
    {
        options.Check();
        Directory.CreateDirectory(path);
        var config = System.IO.Path.Combine(path, "config.json");
        if (!File.Exists(config))
        {
            AtomicFile.WriteText(config, JsonSerializer.Serialize(options, ParityJson.Default.ParityOptions));
            return new ParityRunFolder(path, options);
        }
        var folder = Open(path);
        if (folder.Options != options)
            throw new InvalidDataException($"{path} holds a parity run with other options ({ParityJson.Differences(folder.Options, options)}); give this run another folder.");
        return folder;
    }

    /// <summary>Opens an existing run.</summary>
    /// <exception cref="InvalidDataException">There is no run, or its configuration is damaged.</exception>
    public static ParityRunFolder Open(string path)
    {
        var config = System.IO.Path.Combine(path, "config.json");
        if (!File.Exists(config)) throw new InvalidDataException($"{path} holds no parity run: it has no config.json.");
        return new ParityRunFolder(path, ParityJson.ReadOptions(config));
    }

    /// <summary>Trains to the end from wherever the folder stands, or does nothing when it is complete.</summary>
    /// <inheritdoc cref="ParityTrainer.Train"/>
    public ParitySummary Run(ParityExecution? execution = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (IsComplete) return Summary();
        var subtasks = Options.CreateTask().Subtasks;
        var saving = (execution ?? new ParityExecution()) with { Checkpoint = state => Npz.Write(PathOf("checkpoint.npz"), ParityArrays.OfState(state, subtasks)) };
        var result = ParityTrainer.Train(Options, saving, Checkpoint(), progress, cancellation);
        Save(result);
        return Summary();
    }

    /// <summary>The finished run's summary.</summary>
    public ParitySummary Summary() => ParityJson.Read(PathOf("result.json"), ParityJson.Default.ParitySummary);

    /// <summary>The finished run's evaluations, each before the update of its step.</summary>
    public IReadOnlyList<ParityEvaluation> Log() => ParityArrays.Log(Npz.Read(PathOf("losses.npz")), PathOf("losses.npz"));

    /// <summary>The evaluations so far, of a run that is not finished; empty before its first checkpoint.</summary>
    public IReadOnlyList<ParityEvaluation> LogSoFar() => IsComplete ? Log() : Checkpoint()?.Log ?? [];

    /// <summary>The finished run's weights.</summary>
    public NetworkState Weights() => ParityArrays.Weights(Npz.Read(PathOf("weights.npz")), Options.Shape, PathOf("weights.npz"));

    private TrainingState? Checkpoint() => File.Exists(PathOf("checkpoint.npz")) ? ParityArrays.State(Npz.Read(PathOf("checkpoint.npz")), PathOf("checkpoint.npz")) : null;

    private void Save(ParityResult result)
    {
        Npz.Write(PathOf("losses.npz"), ParityArrays.OfLosses(result, Options.CreateTask()), compress: true);
        Npz.Write(PathOf("weights.npz"), ParityArrays.OfWeights(result.Network, Options.Shape));
        AtomicFile.WriteText(PathOf("result.json"), JsonSerializer.Serialize(ParitySummary.Of(result), ParityJson.Default.ParitySummary));
        File.Delete(PathOf("checkpoint.npz"));
    }

    private string PathOf(string name) => System.IO.Path.Combine(_path, name);
}

/// <summary>What a finished run says of itself in result.json. Losses in nats.</summary>
/// <param name="Parameters">P.</param>
/// <param name="TrainingRows">D for finite data: the rows that the set really has.</param>
/// <param name="Stop">Why the run ended.</param>
/// <param name="Steps">Optimiser steps made.</param>
/// <param name="LastLoggedLoss">The last mean test loss logged before an update, what the published figures use; NaN without evaluations.</param>
/// <param name="BestLoss">The least logged mean test loss.</param>
/// <param name="BestStep">Its step, the first if several.</param>
/// <param name="FinalLoss">The mean test loss of the final weights.</param>
/// <param name="FinalAccuracy">Their accuracy over the rows tested.</param>
/// <param name="Implementation">What trained it, "tables, AVX-512" for one; null in records older than this entry.</param>
public sealed record ParitySummary(
    long Parameters, int? TrainingRows, ParityStop Stop, long Steps, double LastLoggedLoss, double BestLoss, long BestStep, double FinalLoss, double FinalAccuracy,
    string? Implementation = null)
{
    internal static ParitySummary Of(ParityResult result)
    {
        var best = result.Log.MinBy(e => double.IsNaN(e.MeanLoss) ? double.PositiveInfinity : e.MeanLoss);
        return new ParitySummary(
            result.ParameterCount, result.TrainingRows, result.Stop, result.Network.Step, result.Log is [.., var last] ? last.MeanLoss : double.NaN,
            best?.MeanLoss ?? double.NaN, best?.Step ?? 0, result.Final.MeanLoss, result.Final.Accuracy, result.Implementation);
    }
}
