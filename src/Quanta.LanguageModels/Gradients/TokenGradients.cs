using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Matrices;

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

/// <summary>Receives a piece of one prediction's gradient: values [offset, offset + values.Length) of the flat vector.</summary>
/// <remarks>Called from worker threads; all pieces of a prediction come from one thread, in an order that is the same each time. The span is valid during the
/// call only.</remarks>
/// <param name="prediction">The index in the list of predictions that was asked for.</param>
/// <param name="offset">Where the piece begins in the flat gradient.</param>
/// <param name="values">One parameter's gradient, row-major.</param>
public delegate void GradientReceiver(int prediction, long offset, ReadOnlySpan<float> values);

/// <summary>Exact gradients of single predictions' losses over a parameter set.</summary>
/// <remarks>A document goes forward once, up to its last asked-for prediction. A gradient depends, bit for bit, only on the document's tokens up to the
/// predicted one, not on which predictions are asked for together, nor on the options. Workers' memory is kept from call to call, until this is disposed of.</remarks>
public sealed class TokenGradients : IDisposable
{
    private readonly DecoderModel _model;
    private readonly ParameterSet _parameters;
    private readonly TokenGradientsOptions _options;
    private readonly WorkspacePool<GradientWorker> _workers;

    /// <param name="model">The model.</param>
    /// <param name="parameters">What the gradients range over.</param>
    /// <param name="options">Threads and memory.</param>
    public TokenGradients(DecoderModel model, ParameterSet parameters, TokenGradientsOptions? options = null)
    {
        (_model, _parameters, _options) = (model, parameters, options ?? new());
        _workers = new(() => new GradientWorker(_model, _parameters, _options));
    }

    /// <summary>What one worker needs beside the gradients, in bytes, for a prediction at a position: the least that
    /// <see cref="TokenGradientsOptions.WorkspaceBytes"/> can bring about.</summary>
    public static long LeastWorkspaceBytes(DecoderShape shape, int position, TokenGradientsOptions options) => GradientWorker.WorkspaceBytes(shape, position, options);

    /// <summary>What each further prediction that goes backward together with others adds to a worker's workspace, in bytes.</summary>
    public static long BackwardBytes(DecoderShape shape, int position) => sizeof(float) * PredictionPass.ValuesPerPrediction(shape, position + 1);

    /// <summary>Writes the gradient of each prediction's loss into a row.</summary>
    /// <param name="documents">Tokens below the model's vocabulary size.</param>
    /// <param name="predictions">Global prediction indices, in any order, repeated or not.</param>
    /// <param name="gradients">[at least predictions, parameters.Length]; its first rows are overwritten.</param>
    /// <param name="progress">Receives the fraction of the work done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">A prediction lies outside the documents, a token outside the vocabulary, or the matrix has another shape.</exception>
    public void Compute(
        TokenDocuments documents, ReadOnlySpan<long> predictions, WideMatrix gradients, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (gradients.Rows < predictions.Length || gradients.ColumnCount != _parameters.Length)
            throw new ArgumentException(
                $"{predictions.Length} gradients of {_parameters.Length} values do not fit a matrix of {gradients.Rows} x {gradients.ColumnCount}.", nameof(gradients));
        Run(documents, predictions, worker => new MatrixDestination(_model.Device, _parameters, gradients, worker), progress, cancellation);
    }

    /// <summary>Hands the gradient of each prediction's loss, parameter by parameter, to a receiver: no gradient is ever held whole.</summary>
    /// <param name="documents">Tokens below the model's vocabulary size.</param>
    /// <param name="predictions">Global prediction indices, in any order, repeated or not.</param>
    /// <param name="receiver">Called from several threads at once when there are several.</param>
    /// <param name="progress">Receives the fraction of the work done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">A prediction lies outside the documents, or a token outside the vocabulary.</exception>
    public void Stream(
        TokenDocuments documents, ReadOnlySpan<long> predictions, GradientReceiver receiver, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Run(documents, predictions, worker => new ReceiverDestination(receiver, worker.Scratch), progress, cancellation);

    /// <summary>Hands the gradient of each prediction's loss to a receiver, those of linear maps' weights as the factors they are products of.</summary>
    /// <param name="documents">Tokens below the model's vocabulary size.</param>
    /// <param name="predictions">Global prediction indices, in any order, repeated or not.</param>
    /// <param name="createReceiver">Called for each piece of work, so that each thread has a receiver of its own; receivers that can be disposed are.</param>
    /// <param name="progress">Receives the fraction of the work done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">A prediction lies outside the documents, or a token outside the vocabulary.</exception>
    public void Factors(
        TokenDocuments documents, ReadOnlySpan<long> predictions, Func<IFactorReceiver> createReceiver, IProgress<double>? progress = null,
        CancellationToken cancellation = default) =>
        Run(documents, predictions, worker => new FactorDestination(_model.Device, createReceiver(), worker.Scratch), progress, cancellation);

    public void Dispose() => _workers.Dispose();

    private void Run<TDestination>(
        TokenDocuments documents, ReadOnlySpan<long> predictions, Func<GradientWorker, TDestination> createDestination, IProgress<double>? progress,
        CancellationToken cancellation)
        where TDestination : IGradientDestination, IDisposable
    {
        var groups = PredictionGroup.Of(documents, predictions);
        foreach (var group in groups) _model.CheckTokens(documents[group.Document], group.Document, readsLast: false);
        var pieces = PredictionGroup.Balanced(groups, _options.Threads);
        Workers.Run(
            pieces.Count, _options.Threads, _workers.Borrow,
            (lease, i, stop) =>
            {
                using var destination = createDestination(lease.Workspace);
                lease.Workspace.Run(documents[pieces[i].Document], pieces[i], destination, stop);
            },
            i => pieces[i].Cost, progress, cancellation);
    }
}
