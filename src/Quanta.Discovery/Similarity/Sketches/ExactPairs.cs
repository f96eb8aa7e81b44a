using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Devices;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Exact cosines of a few vectors with some others: of whole vectors where they fit into memory, else in step, a piece of all of them at a time.</summary>
/// <remarks>Inner products and squared norms are sums over the pieces, in float64; within a piece vectors are of unit length, so that nothing under- or overflows.</remarks>
internal sealed class ExactPairs(ITokenVectors vectors, IReadOnlyList<int> queries, IReadOnlyList<int> compared, int threads)
{
    private readonly double[,] _products = new double[compared.Count, queries.Count];
    private readonly double[] _querySquares = new double[queries.Count], _comparedSquares = new double[compared.Count];
    private double[] _sums = [];

    /// <summary>Fewer whole vectors than these are not worth what must be evaluated again.</summary>
    private const int LeastWhole = 4;

    /// <summary>Whole vectors compared at a time.</summary>
    private int Together => Math.Clamp(threads, 4, Math.Max(4, compared.Count));

    /// <summary>The cosines, [compared, queries].</summary>
    /// <param name="memoryBytes">What the vectors may take.</param>
    /// <param name="progress">Told of each vector.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">Not even the queries and one other fit, in step.</exception>
    public double[,] Compute(long memoryBytes, IStageProgress progress, CancellationToken cancellation)
    {
        using var operations = vectors.Device.CreateVectorOperations(threads);
        var room = memoryBytes / sizeof(float) / Math.Max(1, vectors.Length) - Together;
        if (room >= Math.Min(queries.Count, LeastWhole)) Whole((int)Math.Min(room, queries.Count), operations, progress, cancellation);
        else InStep(memoryBytes, operations, progress, cancellation);
        for (var i = 0; i < compared.Count; i++)
        {
            for (var q = 0; q < queries.Count; q++)
            {
                var norms = Math.Sqrt(_comparedSquares[i]) * Math.Sqrt(_querySquares[q]);
                _products[i, q] = norms > 0 ? Math.Clamp(_products[i, q] / norms, -1, 1) : 0;
            }
        }
        return _products;
    }

    /// <summary>Some queries at a time, which all others pass by.</summary>
    private void Whole(int held, IVectorOperations operations, IStageProgress progress, CancellationToken cancellation)
    {
        using var left = new DeviceVectors(vectors.Device, held, vectors.Length);
        using var right = new DeviceVectors(vectors.Device, Math.Min(Together, compared.Count), vectors.Length);
        for (var first = 0; first < queries.Count; first += held)
        {
            int[] asked = [.. queries.Skip(first).Take(held)];
            var askedNorms = Evaluate(asked, left, operations, progress, cancellation);
            AddSquares(_querySquares.AsSpan(first), askedNorms);
            foreach (var start in Starts(right.Count))
            {
                int[] chosen = [.. compared.Skip(start).Take(right.Count)];
                var norms = Evaluate(chosen, right, operations, first == 0 ? progress : SilentObserver.Instance, cancellation);
                if (first == 0) AddSquares(_comparedSquares.AsSpan(start), norms);
                AddProducts(operations, new(start, right.Range(0, chosen.Length), norms), new(first, left.Range(0, asked.Length), askedNorms));
            }
        }
    }

    /// <summary>As many of the compared vectors at a time as fit beside the queries, which are evaluated again for each such run.</summary>
    private void InStep(long memoryBytes, IVectorOperations operations, IStageProgress progress, CancellationToken cancellation)
    {
        var together = compared.Count;
        while (together > 1 && InStepBytes(together) > memoryBytes) together = (together + 1) / 2;
        if (InStepBytes(together) is var need && need > memoryBytes)
            throw new ArgumentException(
                $"To audit the sketch, {queries.Count} {vectors.Kind} of {vectors.Length:N0} entries beside another need {Gigabytes.Of(need)} beside the model. Raise --memory or lower --audited.");
        foreach (var start in Starts(together))
        {
            using var chosen = Chosen(start, together);
            var (others, areQueriesNew) = (chosen.Count - queries.Count, start == 0);
            chosen.InStep(pieces => AddPieces(operations, pieces, start, areQueriesNew), cancellation);
            progress.Advance(others + (areQueriesNew ? queries.Count : 0));
        }
    }

    private void AddPieces(IVectorOperations operations, VectorRange pieces, int start, bool areQueriesNew)
    {
        var norms = UnitVectors.Normalise(operations, pieces, vectors.Kind);
        var (queryNorms, otherNorms) = (norms[..queries.Count], norms[queries.Count..]);
        if (areQueriesNew) AddSquares(_querySquares, queryNorms);
        AddSquares(_comparedSquares.AsSpan(start), otherNorms);
        AddProducts(operations, new(start, pieces.Range(queries.Count, otherNorms.Length), otherNorms), new(0, pieces.Range(0, queries.Count), queryNorms));
    }

    private long InStepBytes(int together)
    {
        using var chosen = Chosen(0, together);
        return chosen.InStepBytes;
    }

    /// <summary>The queries and some of those compared with them.</summary>
    private ITokenVectors Chosen(int start, int count) => vectors.Choose([.. queries, .. compared.Skip(start).Take(count)]);

    private IEnumerable<int> Starts(int together)
    {
        for (var start = 0; start < compared.Count; start += together) yield return start;
    }

    private void AddProducts(IVectorOperations operations, Side others, Side asked)
    {
        for (var first = 0; first < asked.Norms.Length; first += IVectorOperations.LargestTile)
        {
            var width = Math.Min(IVectorOperations.LargestTile, asked.Norms.Length - first);
            if (_sums.Length < others.Norms.Length * width) _sums = new double[others.Norms.Length * width];
            var sums = _sums.AsSpan(0, others.Norms.Length * width);
            operations.Products(others.Vectors, asked.Vectors.Range(first, width), absolute: false, sums);
            for (var i = 0; i < others.Norms.Length; i++)
                for (var q = 0; q < width; q++)
                    _products[others.First + i, asked.First + first + q] += sums[i * width + q] * others.Norms[i] * asked.Norms[first + q];
        }
    }

    private double[] Evaluate(int[] tokens, DeviceVectors into, IVectorOperations operations, IStageProgress progress, CancellationToken cancellation)
    {
        using var chosen = vectors.Choose(tokens);
        return UnitVectors.Evaluate(chosen, 0, tokens.Length, into, operations, progress, cancellation);
    }

    private static void AddSquares(Span<double> sums, double[] norms)
    {
        for (var i = 0; i < norms.Length; i++) sums[i] += norms[i] * norms[i];
    }

    /// <summary>Unit vectors, or pieces of them, that make one side of products.</summary>
    /// <param name="First">The place of the first among all of its side.</param>
    /// <param name="Vectors">The vectors.</param>
    /// <param name="Norms">What each was divided by.</param>
    private readonly record struct Side(int First, VectorRange Vectors, double[] Norms);
}
