using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Makes the sketches of a run of tokens.</summary>
internal interface ISketchMaker
{
    /// <summary>Makes sketches <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="start">The first token.</param>
    /// <param name="count">How many.</param>
    /// <param name="sketches">[at least count, m], zero; out: not normalised.</param>
    /// <param name="progress">Told of each vector evaluated.</param>
    /// <param name="cancellation">Stops between layers.</param>
    void Make(int start, int count, Matrix sketches, IStageProgress progress, CancellationToken cancellation);
}

/// <summary>Count-sketches of vectors, added up as their pieces come.</summary>
internal sealed class CountSketchMaker(ITokenVectors vectors, SketchOptions options, long memoryBytes) : ISketchMaker
{
    private readonly CountSketch _sketch = new(vectors.Length, options.Dimensions, options.Seed);

    public void Make(int start, int count, Matrix sketches, IStageProgress progress, CancellationToken cancellation) =>
        vectors.Stream(start, count, memoryBytes, (token, offset, entries) => _sketch.Add(offset, entries, sketches.Row(token)), progress, cancellation);
}

/// <summary>Tensor sketches of gradients, most of which are never formed.</summary>
internal sealed class TensorSketchMaker(ModelGradients gradients, GradientSegments segments) : ISketchMaker
{
    public void Make(int start, int count, Matrix sketches, IStageProgress progress, CancellationToken cancellation) =>
        gradients.Factors(start, count, () => new GradientSketch(segments, sketches), progress, cancellation);

    /// <summary>One worker's sketches of gradients that arrive in pieces; a worker changes the rows of its own predictions only.</summary>
    private sealed class GradientSketch(GradientSegments segments, Matrix sketches) : IFactorReceiver, IDisposable
    {
        private readonly TensorSketchWorkspace _workspace = new();

        public bool WantsFactors(ParameterInfo weight) => segments.IsFactored(weight);

        public void ReceiveFactors(ParameterSlice weight, ReadOnlySpan<FactorRows> factors, MatrixView inputs)
        {
            var (sketch, offset) = segments.Factored(weight.Parameter);
            sketch.Add(factors, inputs, sketches.View.Columns(offset, sketch.Dimensions), _workspace);
        }

        public void ReceiveValues(int prediction, long offset, ReadOnlySpan<float> values) => segments.AddWhole(offset, values, sketches.Row(prediction));

        public void Dispose() => _workspace.Dispose();
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

    /// <summary>Whether a weight's gradient is sketched from its factors.</summary>
    public bool IsFactored(ParameterInfo weight) => _factored.ContainsKey(weight.Name);

    /// <summary>The sketch of a weight's factors, and the column where it begins.</summary>
    public (TensorSketch Sketch, int Offset) Factored(ParameterInfo weight) => _factored[weight.Name];

    /// <summary>Adds the gradient of a parameter that comes whole.</summary>
    /// <param name="offset">Where it begins in the flat gradient.</param>
    /// <param name="values">The gradient.</param>
    /// <param name="sketch">[m], changed.</param>
    public void AddWhole(long offset, ReadOnlySpan<float> values, Span<float> sketch)
    {
        var (part, start, place) = _whole[offset];
        part.Add(place, values, sketch.Slice(start, part.Dimensions));
    }

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
        sample.Stream(
            0, sample.Count, memoryBytes: 0, (token, offset, values) => each[token][offset] = Math.Pow(Norm.Euclidean(values), 2), SilentObserver.Instance, cancellation);
        var shares = sample.Parameters.Slices.ToDictionary(slice => slice.Offset, _ => 0.0);
        foreach (var squares in each)
        {
            var whole = squares.Values.Sum();
            if (whole > 0)
                foreach (var (offset, square) in squares.OrderBy(entry => entry.Key)) shares[offset] += square / whole;
        }
        return shares;
    }
}
