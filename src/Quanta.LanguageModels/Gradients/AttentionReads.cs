using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>What predictions read by attention: for each layer the sum of the attention's inputs over the document's positions, each weighted by how much the loss depends on what is read there
/// (the norm of the loss's gradient by the position's values), whitened, and of length 1.</summary>
/// <remarks>The first position is left out: attention rests there when it reads nothing. No weight gradient is formed.</remarks>
public sealed class AttentionReads : IDisposable
{
    private readonly DecoderModel _model;
    private readonly IReadOnlyList<int> _layers;
    private readonly TokenGradients _gradients;
    private readonly DeviceVectors _whitening;
    private readonly int _hidden;

    /// <param name="model">The model.</param>
    /// <param name="layers">Which layers, ascending, 0 the first.</param>
    /// <param name="whitening">For each layer [H, H], what its sums are multiplied with.</param>
    /// <param name="options">Threads and memory.</param>
    /// <param name="softTarget">See <see cref="TokenGradients"/>.</param>
    public AttentionReads(DecoderModel model, IReadOnlyList<int> layers, IReadOnlyList<Matrix> whitening, TokenGradientsOptions options, double? softTarget = null)
    {
        (_model, _layers, _hidden) = (model, layers, model.Shape.HiddenSize);
        _gradients = new(model, ParametersOf(model.Shape, layers), options, softTarget);
        _whitening = new(model.Device, layers.Count, (long)_hidden * _hidden);
        for (var place = 0; place < layers.Count; place++)
            for (var i = 0; i < _hidden; i++) model.Device.Upload(whitening[place].Row(i), _whitening.Part(place, (long)i * _hidden, _hidden));
    }

    /// <summary>The numbers of a vector.</summary>
    public long Length => (long)_layers.Count * _hidden;

    /// <summary>The parameters whose factors are asked for: the projections of some layers.</summary>
    public static ParameterSet ParametersOf(DecoderShape shape, IReadOnlyList<int> layers) =>
        ParameterSet.All(shape).Where(parameter => parameter.Part == DecoderPart.Projections && parameter.IsLinearWeight && layers.Contains(parameter.Layer!.Value));

    /// <summary>Writes each prediction's vector.</summary>
    /// <param name="documents">Tokens below the model's vocabulary size.</param>
    /// <param name="predictions">Global prediction indices, in any order, repeated or not.</param>
    /// <param name="reads">[at least predictions] of <see cref="Length"/> entries, layers one after another, each of length 1, or 0 where nothing is read.</param>
    /// <param name="progress">Receives the fraction of the work done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">A prediction lies outside the documents, or a token outside the vocabulary.</exception>
    public void Compute(
        TokenDocuments documents, ReadOnlySpan<long> predictions, DeviceVectors reads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var count = predictions.Length;
        using var operations = _model.Device.CreateOperations();
        using var vectors = _model.Device.CreateVectorOperations(threads: 1);
        using var sums = new DeviceVectors(_model.Device, _layers.Count * count, _hidden);
        using var whitened = new DeviceVectors(_model.Device, count, _hidden);
        vectors.Clear(sums.Range(0, sums.Count));
        _gradients.Send(documents, predictions, own => new Sink(own, this, sums, count), progress, cancellation);
        int[] all = [.. Enumerable.Range(0, count)];
        var (rows, norms) = (StackedRows.Singles(count), new double[count]);
        for (var place = 0; place < _layers.Count && count > 0; place++)
        {
            operations.Linear(sums.Matrix(place * count, count), _whitening.Matrix(place, _hidden, _hidden), default, whitened.Matrix(0, count));
            vectors.Normalise(whitened.Range(0, count), norms);
            operations.Gather(whitened.Matrix(0, count), rows, reads.Parts(all, (long)place * _hidden, _hidden));
        }
    }

    public void Dispose()
    {
        _gradients.Dispose();
        _whitening.Dispose();
    }

    /// <summary>Sums of the layers lie one under another, [layers, predictions].</summary>
    private sealed class Sink(IVectorOperations vectors, AttentionReads reads, DeviceVectors sums, int count) : IGradientSink
    {
        public bool TakeFactors(ParameterSlice weight, LinearFactors factors)
        {
            var layer = weight.Parameter.Layer!.Value;
            for (var place = 0; place < reads._layers.Count; place++)
            {
                if (reads._layers[place] != layer) continue;
                int[] at = [.. factors.Predictions.ToArray().Select(prediction => place * count + prediction)];
                vectors.AddReads(factors, reads._model.AttentionOf(layer), sums.Parts(at, 0, reads._hidden));
            }
            return true;
        }

        public void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients) =>
            throw new InvalidOperationException("Only the factors of projections were asked for.");
    }
}
