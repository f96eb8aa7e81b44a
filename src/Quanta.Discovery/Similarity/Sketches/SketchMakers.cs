using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Makes the sketches of a run of tokens.</summary>
internal interface ISketchMaker
{
    /// <summary>Makes sketches <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="start">The first token.</param>
    /// <param name="count">How many.</param>
    /// <param name="sketches">[at least count] of m entries, zero; out: not normalised.</param>
    /// <param name="progress">Told of each vector evaluated.</param>
    /// <param name="cancellation">Stops between layers.</param>
    void Make(int start, int count, DeviceVectors sketches, IStageProgress progress, CancellationToken cancellation);
}

/// <summary>Count-sketches of vectors, added up as their pieces come.</summary>
internal sealed class CountSketchMaker(ITokenVectors vectors, SketchOptions options, long memoryBytes) : ISketchMaker
{
    private readonly CountSketch _sketch = new(vectors.Length, options.Dimensions, options.Seed);

    public void Make(int start, int count, DeviceVectors sketches, IStageProgress progress, CancellationToken cancellation) =>
        vectors.Sketch(start, count, _sketch, sketches, memoryBytes, progress, cancellation);
}

/// <summary>Tensor sketches of gradients, most of which are never formed.</summary>
internal sealed class TensorSketchMaker(ModelGradients gradients, GradientSegments segments) : ISketchMaker
{
    public void Make(int start, int count, DeviceVectors sketches, IStageProgress progress, CancellationToken cancellation) =>
        gradients.Send(start, count, operations => new TensorSketchSink(operations, segments, sketches), progress, cancellation);

    /// <summary>One worker's sketches of gradients that arrive in pieces; a worker changes the sketches of its own predictions only.</summary>
    private sealed class TensorSketchSink(IVectorOperations operations, GradientSegments segments, DeviceVectors sketches) : IGradientSink
    {
        public bool TakeFactors(ParameterSlice weight, LinearFactors factors)
        {
            if (segments.Factored(weight.Parameter) is not { } segment) return false;
            operations.AddToSketches(segment.Sketch, factors, sketches, segment.Offset);
            return true;
        }

        public void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients)
        {
            var (sketch, offset, place) = segments.Whole(slice);
            operations.AddToSketches(sketch, place, gradients, sketches.Parts(predictions, offset, sketch.Dimensions));
        }
    }
}

/// <summary>How a gradient's sketch is divided: a segment for each linear map's weight and one for all other parameters, as long as their share of the
/// squared norm asks for.</summary>
/// <remarks>A weight's segment is a tensor sketch of its factors where that is cheaper than to form the gradient, else a count-sketch of it: both err alike.</remarks>
internal sealed class GradientSegments
{
    /// <summary>Entries of a weight for each dimension of its segment from which transforms are the cheaper way (benchmarks/results/sketches.md: at hidden
    /// 512, 786,432 entries a map on average, segments of 4,096 are and those of 8,192 are not).</summary>
    private const long EntriesPerDimension = 160;

    private readonly Dictionary<string, (TensorSketch Sketch, int Offset)> _factored = [];
    private readonly Dictionary<long, (CountSketch Sketch, int Offset, long Place)> _whole = [];

    private GradientSegments(List<ParameterSlice[]> parts, int[] segments, ulong seed)
    {
        var offset = 0;
        for (var i = 0; i < parts.Count; offset += segments[i++]) Add(parts[i], segments[i], offset, seed, (ulong)i);
    }

    /// <summary>Divides the dimensions as some gradients divide their squared norms.</summary>
    /// <param name="sample">The gradients.</param>
    /// <param name="options">The sketch: the same seed gives the same segments.</param>
    /// <param name="cancellation">Stops between layers.</param>
    public static GradientSegments Learn(ModelGradients sample, SketchOptions options, CancellationToken cancellation)
    {
        var slices = sample.Parameters.Slices;
        List<ParameterSlice[]> parts = [.. slices.Where(slice => slice.Parameter.IsLinearWeight).Select(slice => new[] { slice })];
        ParameterSlice[] rest = [.. slices.Where(slice => !slice.Parameter.IsLinearWeight)];
        if (rest.Length > 0) parts.Add(rest);
        var squares = SquaresOf(sample, cancellation);
        return new(parts, SegmentAllocation.Of([.. parts.Select(part => part.Sum(slice => squares[slice.Offset]))], options.Dimensions), options.Seed);
    }

    /// <summary>The sketch of a weight's factors, and where it begins in the whole; null where its gradient comes whole.</summary>
    public (TensorSketch Sketch, int Offset)? Factored(ParameterInfo weight) => _factored.TryGetValue(weight.Name, out var segment) ? segment : null;

    /// <summary>The sketch of a parameter that comes whole, where it begins in the whole, and the parameter's place among what is sketched so.</summary>
    public (CountSketch Sketch, int Offset, long Place) Whole(ParameterSlice slice) => _whole[slice.Offset];

    private void Add(ParameterSlice[] part, int dimensions, int offset, ulong seed, ulong stream)
    {
        var first = part[0].Parameter;
        if (first.IsLinearWeight && first.Length >= EntriesPerDimension * dimensions)
        {
            _factored.Add(first.Name, (new TensorSketch(first.RowCount, first.ColumnCount, dimensions, seed, stream), offset));
            return;
        }
        var sketch = new CountSketch(part.Sum(slice => slice.Parameter.Length), dimensions, seed + stream);
        var place = 0L;
        foreach (var slice in part)
        {
            _whole.Add(slice.Offset, (sketch, offset, place));
            place += slice.Parameter.Length;
        }
    }

    /// <summary>Each parameter's share of the squared norm, summed over the gradients, by its offset; a gradient of norm 0 has none.</summary>
    private static Dictionary<long, double> SquaresOf(ModelGradients sample, CancellationToken cancellation)
    {
        var each = Enumerable.Range(0, sample.Count).Select(_ => new Dictionary<long, double>()).ToArray();
        sample.Send(0, sample.Count, operations => new SquareSink(operations, each), SilentObserver.Instance, cancellation);
        var shares = sample.Parameters.Slices.ToDictionary(slice => slice.Offset, _ => 0.0);
        foreach (var squares in each)
        {
            var whole = squares.Values.Sum();
            if (whole > 0)
                foreach (var (offset, square) in squares.OrderBy(entry => entry.Key)) shares[offset] += square / whole;
        }
        return shares;
    }

    /// <summary>The squared norm of each parameter's gradient.</summary>
    private sealed class SquareSink(IVectorOperations operations, Dictionary<long, double>[] each) : IGradientSink
    {
        public void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients)
        {
            var norms = new double[gradients.Count];
            operations.Norms(gradients, norms);
            for (var i = 0; i < norms.Length; i++) each[predictions.Span[i]][slice.Offset] = norms[i] * norms[i];
        }
    }
}
