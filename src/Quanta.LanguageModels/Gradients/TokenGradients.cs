using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>How per-token gradients are computed; nothing here changes a result.</summary>
public sealed record TokenGradientsOptions
{
    /// <summary>Workers, each with a workspace of its own.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>An aim for each worker's workspace, in bytes: only so many predictions of a document go backward together. A single prediction may exceed it.</summary>
    public long WorkspaceBytes { get; init; } = 512L << 20;

    /// <summary>Keep only the layers' inputs on the way forward and compute each layer's activations again on the way back: for long contexts and large models.</summary>
    public bool Recompute { get; init; }
}

/// <summary>Exact gradients of single predictions' losses over a parameter set.</summary>
/// <remarks>A document goes forward once, up to its last asked-for prediction. A gradient depends, bit for bit, only on the document's tokens up to the
/// predicted one, not on which predictions are asked for together, nor on the options. Workers' memory is kept from call to call, until this is disposed of.</remarks>
public sealed class TokenGradients : IDisposable
{
    private readonly DecoderModel _model;
    private readonly ParameterSet _parameters;
    private readonly TokenGradientsOptions _options;
    private readonly double? _softTarget;
    private readonly WorkspacePool<GradientWorker> _workers;

    /// <param name="model">The model.</param>
    /// <param name="parameters">What the gradients range over.</param>
    /// <param name="options">Threads and memory.</param>
    /// <param name="softTarget">Null: of the loss on the token that came. T: of the cross-entropy against softmax(logits / T), held fixed.</param>
    public TokenGradients(DecoderModel model, ParameterSet parameters, TokenGradientsOptions? options = null, double? softTarget = null)
    {
        (_model, _parameters, _options, _softTarget) = (model, parameters, options ?? new(), softTarget);
        _workers = new(() => new GradientWorker(_model, _parameters, _options, softTarget));
    }

    /// <summary>Where gradients are computed.</summary>
    public IDevice Device => _model.Device;

    /// <summary>What one worker needs beside the gradients, in bytes, for a prediction at a position: the least that
    /// <see cref="TokenGradientsOptions.WorkspaceBytes"/> can bring about.</summary>
    public static long LeastWorkspaceBytes(DecoderShape shape, ParameterSet parameters, int position, TokenGradientsOptions options) =>
        GradientWorker.WorkspaceBytes(shape, parameters, position, options);

    /// <summary>What each further prediction that goes backward together with others adds to a worker's workspace, in bytes.</summary>
    public static long BackwardBytes(DecoderShape shape, int position) => sizeof(float) * PredictionPass.ValuesPerPrediction(shape, position + 1);

    /// <summary>Writes the gradient of each prediction's loss into a vector.</summary>
    /// <param name="documents">Tokens below the model's vocabulary size.</param>
    /// <param name="predictions">Global prediction indices, in any order, repeated or not.</param>
    /// <param name="gradients">[at least predictions] of parameters.Length entries on the model's device; the first are overwritten.</param>
    /// <param name="progress">Receives the fraction of the work done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">A prediction lies outside the documents, a token outside the vocabulary, or the vectors have another length.</exception>
    public void Compute(
        TokenDocuments documents, ReadOnlySpan<long> predictions, DeviceVectors gradients, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (gradients.Count < predictions.Length || gradients.Length != _parameters.Length)
            throw new ArgumentException(
                $"{predictions.Length} gradients of {_parameters.Length} values do not fit {gradients.Count} vectors of {gradients.Length}.", nameof(gradients));
        Send(documents, predictions, _ => new VectorSink(gradients), progress, cancellation);
    }

    /// <summary>Hands the gradient of each prediction's loss, parameter by parameter, to a sink: no gradient need ever be whole.</summary>
    /// <param name="documents">Tokens below the model's vocabulary size.</param>
    /// <param name="predictions">Global prediction indices, in any order, repeated or not.</param>
    /// <param name="createSink">Called for each batch with the worker's operations on what comes, so that each thread has a sink of its own.</param>
    /// <param name="progress">Receives the fraction of the work done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">A prediction lies outside the documents, or a token outside the vocabulary.</exception>
    public void Send(
        TokenDocuments documents, ReadOnlySpan<long> predictions, Func<IVectorOperations, IGradientSink> createSink, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var pieces = PredictionGroup.Balanced(Groups(documents, predictions), _options.Threads);
        var stacks = PredictionGroup.Stacked(
            pieces, _options.Threads, groups => GradientWorker.ValuesFor(_model.Shape, groups, _options), GradientWorker.Room(_parameters, _options));
        Workers.Run(
            stacks.Count, _options.Threads, _workers.Borrow,
            (lease, i, stop) => lease.Workspace.Run(new PredictionBatch(documents, stacks[i]), createSink(lease.Workspace.Vectors), together: false, stop),
            i => stacks[i].Sum(group => group.Cost), progress, cancellation);
    }

    /// <summary>Hands over the gradients of all predictions' losses in step: those of one parameter all together. Each worker takes its documents down the layers, waiting for the
    /// others at each parameter; memory grows with the predictions (<see cref="InStepBytes"/>).</summary>
    /// <param name="documents">Tokens below the model's vocabulary size.</param>
    /// <param name="predictions">Global prediction indices, in any order, repeated or not.</param>
    /// <param name="receiver">Called on one thread with each parameter and the gradients, [predictions] of its length, which it may change.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">A prediction lies outside the documents, or a token outside the vocabulary.</exception>
    public void SendInStep(
        TokenDocuments documents, ReadOnlySpan<long> predictions, Action<ParameterSlice, VectorRange> receiver, CancellationToken cancellation = default)
    {
        if (predictions.IsEmpty) return;
        var parts = PredictionGroup.Divided(Groups(documents, predictions), _options.Threads);
        using var steps = new GradientSteps(_model.Device, parts.Count, predictions.Length, _parameters.LargestLength, receiver);
        Workers.Run(
            parts.Count, parts.Count, () => new GradientWorker(_model, _parameters, InStep(_options), _softTarget),
            (worker, i, stop) => worker.Run(new PredictionBatch(documents, parts[i]), steps.Sink(stop), together: true, stop), _ => 1, progress: null, cancellation);
    }

    /// <summary>What <see cref="SendInStep"/> holds, in bytes.</summary>
    public long InStepBytes(TokenDocuments documents, ReadOnlySpan<long> predictions) =>
        sizeof(float) * (predictions.Length * _parameters.LargestLength + _options.Threads * ParameterGradients.ScratchValues(_parameters)
            + GradientWorker.ValuesFor(_model.Shape, PredictionGroup.Of(documents, predictions), InStep(_options)));

    public void Dispose() => _workers.Dispose();

    /// <summary>Activations of many documents at once are larger than what is computed from them.</summary>
    private static TokenGradientsOptions InStep(TokenGradientsOptions options) => options with { Recompute = true };

    private IReadOnlyList<PredictionGroup> Groups(TokenDocuments documents, ReadOnlySpan<long> predictions)
    {
        var groups = PredictionGroup.Of(documents, predictions);
        foreach (var group in groups) _model.CheckContext(documents, group.Context);
        return groups;
    }
}
