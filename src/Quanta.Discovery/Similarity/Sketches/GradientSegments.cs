using Quanta.LanguageModels.GptNeoX;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Sketches;

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

    /// <param name="parameters">What gradients range over.</param>
    /// <param name="samples">[some, p]: gradients of unit length, which say how large each part is.</param>
    /// <param name="dimensions">m.</param>
    /// <param name="seed">The same seed gives the same sketch.</param>
    public GradientSegments(ParameterSet parameters, Matrix samples, int dimensions, ulong seed)
    {
        List<ParameterSlice[]> parts = [.. parameters.Slices.Where(slice => slice.Parameter.IsLinearWeight).Select(slice => new[] { slice })];
        ParameterSlice[] rest = [.. parameters.Slices.Where(slice => !slice.Parameter.IsLinearWeight)];
        if (rest.Length > 0) parts.Add(rest);
        var segments = SegmentAllocation.Of([.. parts.Select(part => Share(samples, part))], dimensions);
        var offset = 0;
        for (var i = 0; i < parts.Count; offset += segments[i++]) Add(parts[i], segments[i], offset, seed, (ulong)i);
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

    /// <summary>The mean share of the squared norm.</summary>
    private static double Share(Matrix samples, ParameterSlice[] part) => Enumerable.Range(0, samples.Rows).Average(row =>
        part.Sum(slice => Math.Pow(Norm.Euclidean(samples.Row(row).Slice((int)slice.Offset, (int)slice.Parameter.Length)), 2)));
}
