using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>One thread's workspace for gradients: a forward pass a batch, then backward passes of as many predictions as memory allows.</summary>
internal sealed class GradientWorker : IDisposable
{
    private readonly DecoderModel _model;
    private readonly IOperations _operations;
    private readonly ForwardPass _forward;
    private readonly PredictionPass _backward;
    private readonly TokenGradientsOptions _options;
    private readonly long _room;

    public GradientWorker(DecoderModel model, ParameterSet parameters, TokenGradientsOptions options, double? softTarget)
    {
        (_model, _options) = (model, options);
        _operations = model.Device.CreateOperations();
        _forward = new ForwardPass(model, _operations, KeptBy(options));
        _backward = new PredictionPass(model, _operations, parameters, softTarget);
        _room = Room(parameters, options);
        Vectors = model.Device.CreateVectorOperations(threads: 1);
    }

    /// <summary>This worker's operations on the gradients, for its sinks.</summary>
    public IVectorOperations Vectors { get; }

    /// <summary>The activations of a document up to a position, the backward pass of the prediction there, and a parameter's gradient on its way to a sink.</summary>
    public static long WorkspaceBytes(DecoderShape shape, ParameterSet parameters, int position, TokenGradientsOptions options) => sizeof(float) * (
        ParameterGradients.ScratchValues(parameters) + ForwardPass.ValuesFor(shape, position + 1L, KeptBy(options)) + PredictionPass.ValuesPerPrediction(shape, position + 1));

    /// <summary>What some documents and their predictions take if all go together, in float32 values.</summary>
    public static long ValuesFor(DecoderShape shape, IReadOnlyList<PredictionGroup> groups, TokenGradientsOptions options) =>
        ForwardPass.ValuesFor(shape, groups.Sum(group => (long)group.TokenCount), KeptBy(options))
        + groups.Sum(group => group.Positions.Sum(position => PredictionPass.ValuesPerPrediction(shape, position + 1)));

    /// <summary>The aim for a worker without the scratch for gradients, in float32 values.</summary>
    public static long Room(ParameterSet parameters, TokenGradientsOptions options) => options.WorkspaceBytes / sizeof(float) - ParameterGradients.ScratchValues(parameters);

    /// <summary>Evaluates the gradients of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="sink">Takes the gradients.</param>
    /// <param name="together">All predictions go backward together; else as many as memory allows.</param>
    /// <param name="cancellation">Stops between layers.</param>
    public void Run(PredictionBatch batch, IGradientSink sink, bool together, CancellationToken cancellation)
    {
        _forward.Run(batch.Tokens, batch.Documents, batch.Predictions, cancellation: cancellation);
        for (int start = 0, count; start < batch.Predictions.Count; start += count)
        {
            count = together ? batch.Predictions.Count : ChunkSize(batch, start);
            _backward.Run(_forward, batch, start, count, sink, cancellation);
        }
    }

    public void Dispose()
    {
        Vectors.Dispose();
        _backward.Dispose();
        _forward.Dispose();
        _operations.Dispose();
    }

    private static Keep KeptBy(TokenGradientsOptions options) => options.Recompute ? Keep.Inputs : Keep.Activations;

    /// <summary>How many predictions from <paramref name="start"/> on go backward together: at least one.</summary>
    private int ChunkSize(PredictionBatch batch, int start)
    {
        var free = _room - ForwardPass.ValuesFor(_model.Shape, batch.Documents.RowCount, KeptBy(_options));
        var count = 0;
        while (start + count < batch.Predictions.Count)
        {
            free -= PredictionPass.ValuesPerPrediction(_model.Shape, batch.Predictions[start + count].Reach);
            if (free < 0 && count > 0) break;
            count++;
        }
        return count;
    }
}
