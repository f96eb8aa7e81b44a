using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Makes the wanted parameters' gradients of the gradients that pass by, straight into their sink: one for each stacked prediction, or their sum.</summary>
/// <param name="device">Where they are made.</param>
/// <param name="operations">Compute.</param>
/// <param name="parameters">The wanted ones.</param>
/// <param name="isSum">All rows together are one gradient, as in training; the rows then lie in the forward pass as they are stacked.</param>
internal sealed class ParameterGradients(IDevice device, IOperations operations, ParameterSet parameters, bool isSum) : IDisposable
{
    /// <summary>Scratch for a parameter's gradients of several predictions: where one is larger, one at a time is made and taken while the cache holds it.</summary>
    private const long SharedScratch = 1 << 17;

    private readonly GrowingBuffer _scratch = new(device);
    private ReadOnlyMemory<int> _predictions;
    private IGradientSink? _sink;

    /// <summary>Writes the gradients of some segments.</summary>
    public delegate void Computation(int first, StackedRows rows, DeviceMatrices gradients);

    /// <summary>The scratch for gradients whose sink has no place for them, in float32 values.</summary>
    public static long ScratchValues(ParameterSet parameters) => Math.Max(SharedScratch, parameters.LargestLength);

    /// <summary>Sends what follows to a sink.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="predictions">[segments]: the numbers of the predictions that are stacked.</param>
    public void Begin(IGradientSink sink, ReadOnlyMemory<int> predictions) => (_sink, _predictions) = (sink, predictions);

    /// <summary>The gradients of a linear map's weight and bias.</summary>
    public void Write(LinearParameters linear, DeviceMatrix outputGradient, DeviceMatrix input, StackedRows rows)
    {
        rows = Segments(rows);
        var isTaken = Find(linear.Weight) is { } weight && Sink.TakeFactors(weight, new(outputGradient, input, rows, _predictions));
        if (!isTaken)
            Write(linear.Weight, rows, (first, part, into) => operations.OfParameters.LinearWeight(outputGradient.Rows(first, part.RowCount), input, part, into));
        WriteBias(linear.Bias, outputGradient, rows);
    }

    /// <summary>The gradients of a norm's weight and bias.</summary>
    public void Write(NormParameters norm, DeviceMatrix outputGradient, SavedNorm saved, StackedRows rows)
    {
        rows = Segments(rows);
        Write(norm.Weight, rows, (first, part, into) =>
            operations.OfParameters.NormWeight(outputGradient.Rows(first, part.RowCount), saved.Input, saved.Statistics, part, into));
        WriteBias(norm.Bias, outputGradient, rows);
    }

    /// <summary>The gradients of the norms of queries and keys.</summary>
    public void Write(LayerNorms norms, HeadNorm heads, AttentionShape shape, DeviceMatrix outputGradient, LayerActivations saved, StackedRows rows)
    {
        rows = Segments(rows);
        foreach (var (norm, ofKeys) in new[] { (norms.Query, false), (norms.Key, true) })
        {
            var normed = new NormedHeads(shape, heads, ofKeys);
            Write(norm?.Weight, rows, (first, part, into) =>
                operations.OfParameters.HeadNormWeight(normed, outputGradient.Rows(first, part.RowCount), saved.Projections, saved.HeadStatistics, part, into));
            Write(norm?.Bias, rows, (first, part, into) => operations.OfParameters.HeadNormBias(normed, outputGradient.Rows(first, part.RowCount), part, into));
        }
    }

    /// <summary>Lets <paramref name="compute"/> write the gradients of a parameter, if there is such a parameter and it is wanted: of all predictions together where the sink has a
    /// place for them.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="rows">A segment a prediction.</param>
    /// <param name="compute">Gets the first stacked row of the segments, the segments, and the place of their gradients.</param>
    public void Write(Parameter? parameter, StackedRows rows, Computation compute)
    {
        if (Find(parameter) is not { } slice) return;
        if (Sink.Place(_predictions, slice) is { } place)
        {
            compute(0, rows, place);
            Sink.Take(_predictions, slice, place);
            return;
        }
        var (height, width) = (slice.Parameter.RowCount, slice.Parameter.ColumnCount);
        var together = (int)Math.Clamp(SharedScratch / Math.Max(1, slice.Parameter.Length), 1, rows.Count);
        for (int start = 0, count; start < rows.Count; start += count)
        {
            count = Math.Min(together, rows.Count - start);
            var gradients = DeviceMatrices.Cut(_scratch.Matrix(count * height, width), count);
            compute(rows.Offset(start), rows.Slice(start, count), gradients);
            Sink.Take(_predictions.Slice(start, count), slice, gradients);
        }
    }

    public void Dispose() => _scratch.Dispose();

    private IGradientSink Sink => _sink ?? throw new InvalidOperationException("No sink has been named.");

    private void WriteBias(Parameter? bias, DeviceMatrix outputGradient, StackedRows rows) =>
        Write(bias, rows, (first, part, into) => operations.OfParameters.Bias(outputGradient.Rows(first, part.RowCount), part, into));

    private ParameterSlice? Find(Parameter? parameter) => parameter is null ? null : parameters.Find(parameter.Info.Name);

    private StackedRows Segments(StackedRows rows) => isSum ? new StackedRows(new RowSegment(0, 0, rows.RowCount, rows[0].Saved)) : rows;
}
