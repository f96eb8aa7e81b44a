using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>How far a sketched similarity is from the exact one, measured on a random sample: similarity/audit.json.</summary>
public sealed record SketchAudit
{
    /// <summary>The number of neighbours whose recall is measured.</summary>
    public const int Neighbours = 10;

    public SketchKind Kind { get; init; }

    /// <summary>m.</summary>
    public required int Dimensions { get; init; }

    /// <summary>How many vectors were compared exactly with others.</summary>
    public required int AuditedVectors { get; init; }

    /// <summary>With how many.</summary>
    public required int ComparedVectors { get; init; }

    /// <summary>How many pairs that makes.</summary>
    public required long Pairs { get; init; }

    /// <summary>Root mean square difference of the sketched cosine from the exact one.</summary>
    public required double RmsError { get; init; }

    public required double MaximumError { get; init; }

    /// <summary>Of the 10 nearest neighbours of an audited vector, among the compared ones the share that the sketch names too.</summary>
    public required double RecallAt10 { get; init; }

    /// <summary>1 / sqrt(m): what theory gives for nearly orthogonal vectors.</summary>
    public required double ExpectedRmsError { get; init; }

    /// <summary>Compares sketched with exact cosines.</summary>
    /// <param name="queries">The audited vectors, [q].</param>
    /// <param name="compared">Those that they are compared with: rows of the two matrices.</param>
    /// <param name="exact">[n, q]: their exact cosines; other rows than the compared ones mean nothing.</param>
    /// <param name="sketched">[n, q]: the same from sketches.</param>
    /// <param name="dimensions">m.</param>
    public static SketchAudit Of(IReadOnlyList<int> queries, IReadOnlyList<int> compared, MatrixView exact, MatrixView sketched, int dimensions)
    {
        var (pairs, squares, maximum, found, wanted) = (0L, 0.0, 0.0, 0, 0);
        for (var q = 0; q < queries.Count; q++)
        {
            foreach (var i in compared)
            {
                if (i == queries[q]) continue;
                var error = Math.Abs((double)sketched[i, q] - exact[i, q]);
                (pairs, squares, maximum) = (pairs + 1, squares + error * error, Math.Max(maximum, error));
            }
            var nearest = Nearest(exact, compared, q, queries[q]);
            found += nearest.Intersect(Nearest(sketched, compared, q, queries[q])).Count();
            wanted += nearest.Count;
        }
        return new SketchAudit
        {
            Dimensions = dimensions,
            AuditedVectors = queries.Count,
            ComparedVectors = compared.Count,
            Pairs = pairs,
            RmsError = pairs == 0 ? 0 : Math.Sqrt(squares / pairs),
            MaximumError = maximum,
            RecallAt10 = wanted == 0 ? 1 : (double)found / wanted,
            ExpectedRmsError = 1 / Math.Sqrt(dimensions),
        };
    }

    private static List<int> Nearest(MatrixView cosines, IReadOnlyList<int> compared, int query, int self) =>
        [.. compared.Where(i => i != self).OrderByDescending(i => cosines[i, query]).Take(Neighbours)];
}
