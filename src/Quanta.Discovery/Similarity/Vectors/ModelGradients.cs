using Quanta.LanguageModels;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>Gradients of a language model's losses on single predictions, in nats per unit of each parameter.</summary>
internal sealed class ModelGradients : ITokenVectors
{
    private readonly DecoderModel _model;
    private readonly TokenDocuments _documents;
    private readonly long[] _predictions;
    private readonly TokenGradients _gradients;
    private readonly bool _isOwner;

    /// <param name="model">The model.</param>
    /// <param name="parameters">What the gradients range over.</param>
    /// <param name="documents">The corpus.</param>
    /// <param name="predictions">Global prediction indices, [n]; predictions of one document that stand together share its forward pass.</param>
    /// <param name="options">Workers and their memory.</param>
    /// <param name="softTarget">See <see cref="TokenGradients"/>.</param>
    public ModelGradients(
        DecoderModel model, ParameterSet parameters, TokenDocuments documents, long[] predictions, TokenGradientsOptions options, double? softTarget = null)
    {
        (_model, Parameters, _documents, _predictions, _isOwner) = (model, parameters, documents, predictions, true);
        _gradients = new TokenGradients(model, parameters, options, softTarget);
    }

    private ModelGradients(ModelGradients all, long[] predictions) =>
        (_model, Parameters, _documents, _predictions, _gradients) = (all._model, all.Parameters, all._documents, predictions, all._gradients);

    public string Kind => "gradients";

    public int Count => _predictions.Length;

    public long Length => Parameters.Length;

    /// <summary>Each worker holds a parameter at a time, which counts among its workspace.</summary>
    public long LeastStreamed => 0;

    public ParameterSet Parameters { get; }

    public IDevice Device => _model.Device;

    public long InStepBytes => _gradients.InStepBytes(_documents, _predictions);

    public ITokenVectors Choose(IReadOnlyList<int> chosen) =>
        new ModelGradients(this, [.. chosen.Select(i => _predictions[i])]);

    public IReadOnlyList<(long Offset, long Length)> Layers
    {
        get
        {
            // Model order: what lies outside the layers may stand on both sides of them, and makes a part on each.
            var layers = new List<(int? Layer, long Offset, long Length)>();
            foreach (var slice in Parameters.Slices)
            {
                if (layers is [.., var last] && last.Layer == slice.Parameter.Layer) layers[^1] = last with { Length = last.Length + slice.Parameter.Length };
                else layers.Add((slice.Parameter.Layer, slice.Offset, slice.Parameter.Length));
            }
            return [.. layers.Select(layer => (layer.Offset, layer.Length))];
        }
    }

    public void Evaluate(int start, int count, DeviceVectors vectors, IStageProgress progress, CancellationToken cancellation) =>
        _gradients.Compute(_documents, _predictions.AsSpan(start, count), vectors, new FractionProgress(progress, count), cancellation);

    public void Sketch(int start, int count, CountSketch sketch, DeviceVectors sketches, long memoryBytes, IStageProgress progress, CancellationToken cancellation) =>
        Send(start, count, operations => new CountSketchSink(operations, sketch, sketches), progress, cancellation);

    /// <summary>Hands gradients <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1, numbered from 0, to sinks.</summary>
    public void Send(int start, int count, Func<IVectorOperations, IGradientSink> createSink, IStageProgress progress, CancellationToken cancellation) =>
        _gradients.Send(_documents, _predictions.AsSpan(start, count), createSink, new FractionProgress(progress, count), cancellation);

    public void InStep(Action<VectorRange> receiver, CancellationToken cancellation) =>
        _gradients.SendInStep(_documents, _predictions, (_, gradients) => receiver(gradients), cancellation);

    public void Dispose()
    {
        if (_isOwner) _gradients.Dispose();
    }

    /// <summary>Count-sketches of gradients, added up parameter by parameter.</summary>
    private sealed class CountSketchSink(IVectorOperations operations, CountSketch sketch, DeviceVectors sketches) : IGradientSink
    {
        public void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients) =>
            operations.AddToSketches(sketch, slice.Offset, gradients, sketches.Parts(predictions, 0, sketch.Dimensions));
    }
}
