namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>How far a sketched similarity is from the exact one, measured on a random sample: similarity/audit.json.</summary>
public sealed record SketchAudit
{
    /// <summary>The number of neighbours whose recall is measured.</summary>
    public const int Neighbours = 10;

    /// <summary>Beyond these a sketch hides what it should show: an error of half the similarities, or half of the neighbours lost.</summary>
    private const double LargestShare = 0.5, LeastRecall = 0.5;

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

    /// <summary>Root mean square of the exact cosines of the same pairs: what the error must be small beside.</summary>
    public double RmsCosine { get; init; }

    /// <summary>A warning for whoever reads the clusters, or null where the sketch is good enough.</summary>
    public string? Caution { get; init; }

    /// <summary>Compares sketched with exact cosines.</summary>
    /// <param name="queries">The audited vectors, [q].</param>
    /// <param name="compared">Those that they are compared with, [c].</param>
    /// <param name="exact">[c, q]: their exact cosines.</param>
    /// <param name="sketched">[c, q]: the same from sketches.</param>
    /// <param name="options">The sketch.</param>
    public static SketchAudit Of(IReadOnlyList<int> queries, IReadOnlyList<int> compared, double[,] exact, double[,] sketched, SketchOptions options)
    {
        var (pairs, errors, cosines, maximum, found, wanted) = (0L, 0.0, 0.0, 0.0, 0, 0);
        for (var q = 0; q < queries.Count; q++)
        {
            int[] others = [.. Enumerable.Range(0, compared.Count).Where(i => compared[i] != queries[q])];
            foreach (var i in others)
            {
                var error = Math.Abs(sketched[i, q] - exact[i, q]);
                (pairs, errors, cosines, maximum) = (pairs + 1, errors + error * error, cosines + exact[i, q] * exact[i, q], Math.Max(maximum, error));
            }
            var nearest = Nearest(exact, others, q);
            found += nearest.Intersect(Nearest(sketched, others, q)).Count();
            wanted += nearest.Count;
        }
        double Rms(double squares) => pairs == 0 ? 0 : Math.Sqrt(squares / pairs);
        var audit = new SketchAudit
        {
            Kind = options.Kind,
            Dimensions = options.Dimensions,
            AuditedVectors = queries.Count,
            ComparedVectors = compared.Count,
            Pairs = pairs,
            RmsError = Rms(errors),
            MaximumError = maximum,
            RecallAt10 = wanted == 0 ? 1 : (double)found / wanted,
            ExpectedRmsError = 1 / Math.Sqrt(options.Dimensions),
            RmsCosine = Rms(cosines),
        };
        return audit with { Caution = audit.FindCaution() };
    }

    private string? FindCaution() => Pairs == 0 || (RmsError <= LargestShare * RmsCosine && RecallAt10 >= LeastRecall)
        ? null
        : $"The sketch of {Dimensions:N0} dimensions errs by {RmsError:0.0000} rms where the similarities themselves are {RmsCosine:0.0000} rms, and names {RecallAt10:P0} of the nearest "
            + "neighbours: clusters of it mean little. Raise --dimensions, or use --method exact.";

    private static List<int> Nearest(double[,] cosines, int[] others, int query) => [.. others.OrderByDescending(i => cosines[i, query]).Take(Neighbours)];
}
