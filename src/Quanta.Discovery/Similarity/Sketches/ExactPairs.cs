using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity.Exact;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Exact cosines of a few vectors with some others, a part of their entries at a time: no vector need ever be whole.</summary>
/// <remarks>Inner products and squared norms are sums over the parts, in float64; within a part vectors are of unit length, so that nothing under- or overflows.</remarks>
internal sealed class ExactPairs(ITokenVectors vectors, IReadOnlyList<int> queries, IReadOnlyList<int> compared, IMatrixProduct product, int threads)
{
    private readonly double[,] _products = new double[compared.Count, queries.Count];
    private readonly double[] _querySquares = new double[queries.Count], _comparedSquares = new double[compared.Count];

    /// <summary>Vectors compared at a time.</summary>
    private int Together => Math.Clamp(threads, 4, Math.Max(4, compared.Count));

    /// <summary>The cosines, [compared, queries].</summary>
    /// <param name="memoryBytes">What the queries' parts and those compared with them may take.</param>
    /// <param name="progress">Told of each vector evaluated, once for all parts together.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">Not even the largest parameter's part fits.</exception>
    public double[,] Compute(long memoryBytes, IStageProgress progress, CancellationToken cancellation)
    {
        var largest = memoryBytes / sizeof(float) / (queries.Count + Together);
        foreach (var part in vectors.Parts(Math.Max(1, largest)))
        {
            using (part) Add(part, largest, cancellation);
        }
        progress.Advance(queries.Count + compared.Count);
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

    private void Add(ITokenVectors part, long largest, CancellationToken cancellation)
    {
        if (part.Length > largest)
            throw new ArgumentException(
                $"To audit the sketch, {queries.Count} + {Together} {vectors.Kind} of a parameter of {part.Length:N0} entries need "
                + $"{Gigabytes.Of((queries.Count + Together) * part.Length * sizeof(float))} beside the model. Raise --memory or lower --audited.");
        using var left = new WideMatrix(queries.Count, part.Length, isCleared: false);
        using var right = new WideMatrix(Math.Min(Together, compared.Count), part.Length, isCleared: false);
        using var tiles = new TileProduct(product, threads);
        var queryNorms = Evaluate(part, queries, left, cancellation);
        for (var q = 0; q < queries.Count; q++) _querySquares[q] += queryNorms[q] * queryNorms[q];
        for (var start = 0; start < compared.Count; start += right.Rows)
        {
            int[] chosen = [.. compared.Skip(start).Take(right.Rows)];
            var norms = Evaluate(part, chosen, right, cancellation);
            for (var i = 0; i < chosen.Length; i++) _comparedSquares[start + i] += norms[i] * norms[i];
            AddProducts(tiles, start, chosen.Length, norms, queryNorms, left, right);
        }
    }

    private void AddProducts(TileProduct tiles, int start, int count, double[] norms, double[] queryNorms, WideMatrix left, WideMatrix right)
    {
        for (var first = 0; first < queries.Count; first += TileProduct.Size)
        {
            var width = Math.Min(TileProduct.Size, queries.Count - first);
            var sums = tiles.Sums(new TileRows(right, 0, count), new TileRows(left, first, width));
            for (var i = 0; i < count; i++)
                for (var q = 0; q < width; q++) _products[start + i, first + q] += sums[i * width + q] * norms[i] * queryNorms[first + q];
        }
    }

    private double[] Evaluate(ITokenVectors part, IReadOnlyList<int> tokens, WideMatrix rows, CancellationToken cancellation)
    {
        using var chosen = part.Choose(tokens);
        return UnitVectors.Evaluate(chosen, 0, tokens.Count, rows, threads, SilentObserver.Instance, cancellation);
    }
}
