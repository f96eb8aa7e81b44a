using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Training.Internals;

namespace Quanta.LanguageModels.Training;

/// <summary>Trains a model, step by step: the mean loss of a batch of windows, its gradient, clipping, AdamW.</summary>
/// <remarks>A batch is cut into shards of equal size. Shards are computed by as many workers as there are threads; their gradients are added in the order of the shards, and each
/// parameter is updated by one worker. So the bits do not depend on the number of threads. The trainer changes the model's weights in place.</remarks>
public sealed class Trainer : IDisposable
{
    private readonly DecoderModel _model;
    private readonly TrainingOptions _options;
    private readonly int _threads;
    private readonly WindowSampler _windows;
    private readonly WorkspacePool<TrainingPass> _passes;
    private readonly WorkspacePool<IOperations> _operations;
    private readonly DecoderWeights[] _gradients;
    private readonly Parameter[][] _shardGradients;
    private readonly Parameter[] _parameters, _first, _second;
    private readonly double[] _losses;

    /// <param name="model">The model, with its first weights.</param>
    /// <param name="corpus">Documents of any length; tokens below the model's vocabulary size.</param>
    /// <param name="options">The schedule.</param>
    /// <param name="threads">Workers.</param>
    /// <exception cref="ArgumentException">An option makes no sense, the context is longer than the model's, or a token is outside its vocabulary.</exception>
    public Trainer(DecoderModel model, TokenDocuments corpus, TrainingOptions options, int threads = 1)
    {
        options.Validate();
        Check(model.Shape, corpus, options);
        (_model, _options, _threads) = (model, options, threads);
        _windows = new WindowSampler(corpus, options);
        _passes = new(() => new TrainingPass(model));
        _operations = new(model.Device.CreateOperations);
        _gradients = [.. Enumerable.Range(0, options.TokensPerStep / options.TokensPerShard).Select(_ => new DecoderWeights(model.Shape, model.Device))];
        _losses = new double[_gradients.Length];
        State = new OptimizerState(model);
        (_parameters, _first, _second) = ([.. model.Weights.All], [.. State.First.All], [.. State.Second.All]);
        _shardGradients = [.. _gradients.Select(gradients => gradients.All.ToArray())];
    }

    /// <summary>The steps that have been done.</summary>
    public long StepsDone { get; internal set; }

    internal OptimizerState State { get; }

    /// <summary>Does the next step.</summary>
    /// <exception cref="NotFiniteNumberException">The loss or the gradient is no number: training has diverged.</exception>
    public TrainingStep Step(CancellationToken cancellation = default)
    {
        var step = StepsDone + 1;
        ComputeGradients(step, cancellation);
        var loss = _losses.Sum() / _options.TokensPerStep;
        var norm = Math.Sqrt(Reduce());
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
            throw new NotFiniteNumberException(
                $"Training diverged at step {step}: the loss is {loss} and the norm of the gradient {norm}. Lower the learning rate, or warm up longer.");
        Update(step, (float)Math.Min(1, _options.GradientClip / norm));
        StepsDone = step;
        return new TrainingStep(step, step * _options.TokensPerStep, _options.LearningRateAt(step), loss, norm);
    }

    public void Dispose()
    {
        _passes.Dispose();
        _operations.Dispose();
        foreach (var gradients in _gradients) gradients.Dispose();
        State.Dispose();
    }

    private static void Check(DecoderShape shape, TokenDocuments corpus, TrainingOptions options)
    {
        if (options.ContextTokens > shape.MaximumPositions)
            throw new ArgumentException($"The context must be at most the model's {shape.MaximumPositions} positions, but it is {options.ContextTokens}.");
        foreach (var token in corpus.Tokens)
            if ((uint)token >= (uint)shape.VocabularySize)
                throw new ArgumentException($"Token {token} of the corpus is outside the model's vocabulary of {shape.VocabularySize}.");
    }

    private void ComputeGradients(long step, CancellationToken cancellation)
    {
        var scale = 1f / _options.TokensPerStep;
        Workers.Run(
            _gradients.Length, _threads, _passes.Borrow,
            (lease, shard, _) => _losses[shard] = lease.Workspace.Run(_windows.Draw(step, shard), scale, _gradients[shard]),
            _ => 1, progress: null, cancellation);
    }

    /// <summary>Adds all shards' gradients to the first shard's; returns the squared norm.</summary>
    private double Reduce()
    {
        var squares = new double[_parameters.Length];
        ForEachParameter((operations, i) =>
        {
            var sum = _shardGradients[0][i].Values;
            for (var shard = 1; shard < _shardGradients.Length; shard++) operations.Add(_shardGradients[shard][i].Values, sum);
            squares[i] = operations.SumOfSquares(sum);
        });
        return squares.Sum();
    }

    private void Update(long step, float gradientScale)
    {
        var (decaying, constant) = (_options.OptimizerAt(step, decays: true).At(step), _options.OptimizerAt(step, decays: false).At(step));
        ForEachParameter((operations, i) => operations.UpdateAdamW(
            _parameters[i].Info.Shape.Count > 1 ? decaying : constant, gradientScale, _shardGradients[0][i].Values, _parameters[i].Values, _first[i].Values, _second[i].Values));
    }

    private void ForEachParameter(Action<IOperations, int> work) =>
        Workers.Run(_parameters.Length, _threads, _operations.Borrow, (lease, i, _) => work(lease.Workspace, i), _ => 1, progress: null, CancellationToken.None);
}

/// <summary>What one step did.</summary>
/// <param name="Step">The step, the first being 1.</param>
/// <param name="Tokens">Predictions trained on so far, this step's included.</param>
/// <param name="LearningRate">The learning rate of the step.</param>
/// <param name="LossNats">The mean loss of the step's batch, before its update.</param>
/// <param name="GradientNorm">The Euclidean norm of the batch's gradient, before clipping.</param>
public sealed record TrainingStep(long Step, long Tokens, double LearningRate, double LossNats, double GradientNorm);

/// <summary>How well a model predicts the test documents after some steps.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Tokens">Predictions trained on.</param>
/// <param name="LossNats">The mean loss of a test prediction.</param>
/// <param name="BelowThreshold">The share of test predictions below 0.1 nats, the threshold of quanta discovery.</param>
public sealed record EvaluationPoint(long Step, long Tokens, double LossNats, double BelowThreshold)
{
    public const float ThresholdNats = 0.1f;

    /// <summary>Summarises the losses of all test predictions, [predictions], nats.</summary>
    public static EvaluationPoint Of(long step, long tokens, ReadOnlySpan<float> losses)
    {
        var (sum, below) = (0.0, 0);
        foreach (var loss in losses)
        {
            sum += loss;
            if (loss < ThresholdNats) below++;
        }
        return new EvaluationPoint(step, tokens, sum / losses.Length, (double)below / losses.Length);
    }
}
