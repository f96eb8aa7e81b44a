using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>How a sketch is divided: a segment of tensor sketch for each linear map's weight, and one of count-sketch for all that comes whole (biases, norms).</summary>
internal sealed class GradientSegments
{
    private readonly Dictionary<ParameterSlice, (TensorSketch Sketch, int Offset)> _weights = [];
    private readonly Dictionary<long, long> _places = [];
    private readonly CountSketch? _rest;
    private readonly int _restOffset;

    /// <param name="parameters">What gradients range over.</param>
    /// <param name="samples">[some, p]: gradients of unit length, which say how large each part is.</param>
    /// <param name="dimensions">m.</param>
    /// <param name="seed">The same seed gives the same sketch.</param>
    public GradientSegments(ParameterSet parameters, Matrix samples, int dimensions, ulong seed)
    {
        var (weights, rest) = (parameters.Slices.Where(IsFactored).ToList(), parameters.Slices.Where(slice => !IsFactored(slice)).ToList());
        double[] shares = [.. weights.Select(slice => Share(samples, [slice])), .. rest.Count > 0 ? [Share(samples, rest)] : Array.Empty<double>()];
        var segments = SegmentAllocation.Of(shares, dimensions);
        var offset = 0;
        for (var i = 0; i < weights.Count; offset += segments[i++])
            _weights.Add(weights[i], (new TensorSketch(weights[i].Parameter.RowCount, weights[i].Parameter.ColumnCount, segments[i], seed, (ulong)i), offset));
        if (rest.Count == 0) return;
        var length = 0L;
        foreach (var slice in rest)
        {
            _places.Add(slice.Offset, length);
            length += slice.Parameter.Length;
        }
        (_rest, _restOffset) = (new CountSketch(length, segments[^1], seed), offset);
    }

    /// <summary>The sketch of a weight's gradient, and the column where it begins.</summary>
    public (TensorSketch Sketch, int Offset) Of(ParameterSlice weight) => _weights[weight];

    /// <summary>Adds the gradient of a parameter that comes whole.</summary>
    /// <param name="offset">Where it begins in the flat gradient.</param>
    /// <param name="values">The gradient.</param>
    /// <param name="sketch">[m], changed.</param>
    public void AddWhole(long offset, ReadOnlySpan<float> values, Span<float> sketch) => _rest!.Add(_places[offset], values, sketch.Slice(_restOffset, _rest.Dimensions));

    private static bool IsFactored(ParameterSlice slice) => slice.Parameter.IsLinearWeight;

    /// <summary>The mean share of the squared norm.</summary>
    private static double Share(Matrix samples, IReadOnlyList<ParameterSlice> slices) => Enumerable.Range(0, samples.Rows).Average(row =>
        slices.Sum(slice => Math.Pow(Norm.Euclidean(samples.Row(row).Slice((int)slice.Offset, (int)slice.Parameter.Length)), 2)));
}
