using Quanta.Numerics.Matrices;
using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Spherical;

/// <summary>k-means of directions (Dhillon and Modha 2001), for many vectors, many entries and many clusters: each vector of unit length belongs to the centre
/// of greatest cosine, and a centre is the direction of the sum of its vectors.</summary>
/// <remarks>One start, of centres drawn in 16 batches by k-means++ (<see cref="SphericalStart"/>), and Lloyd's iteration. The first round multiplies all
/// vectors with all centres; later ones only what bounds do not rule out (<see cref="SphericalAssignment"/>), with the labels that all products would give.
/// Cosines are float32, sums of vectors float64. A cluster that loses all its vectors takes the one that is farthest from its centre. The same bits for any
/// number of threads where the product's are.</remarks>
public static class SphericalKMeans
{
    /// <summary>Clusters vectors.</summary>
    /// <param name="vectors">[n, d], finite, of any length. A vector of zeros has no direction and belongs to no cluster.</param>
    /// <param name="options">How many clusters.</param>
    /// <param name="product">Multiplies; called from several threads at once.</param>
    /// <param name="progress">Is told of each round when it ends.</param>
    /// <param name="cancellation">Stops between pieces of a round.</param>
    /// <exception cref="ArgumentException">A vector is not finite, or k does not lie in 1 ... the number of vectors that are not zero.</exception>
    public static SphericalKMeansResult Cluster(
        IVectorRows vectors, SphericalKMeansOptions options, IMatrixProduct product, IProgress<SphericalRound>? progress = null,
        CancellationToken cancellation = default)
    {
        using var points = DirectedPoints.Read(vectors, options.Threads);
        options.Validate(points.Count);
        using var start = SphericalStart.Draw(points.View, options, product, cancellation);
        using var centres = new SphericalCentres(points.View, start.Centres);
        using var assignment = new SphericalAssignment(points.View, start.GroupStarts, product, options.Threads);
        var (labels, rounds, status) = (new int[points.Count], new List<SphericalRound>(), SphericalStatus.RoundsExhausted);
        for (var number = 1; number <= options.MaxRounds; number++)
        {
            var changed = assignment.Assign(centres, labels, cancellation);
            rounds.Add(new(number, assignment.Inertia(), changed, centres.Moved.Length, assignment.Products));
            progress?.Report(rounds[^1]);
            if (changed == 0) status = SphericalStatus.Converged;
            else if (number > 1 && !centres.HasFilled && rounds[^2].Inertia - rounds[^1].Inertia <= options.Tolerance * rounds[^2].Inertia) status = SphericalStatus.WithinTolerance;
            if (status != SphericalStatus.RoundsExhausted || number == options.MaxRounds) break;
            centres.MoveTo(labels, assignment.Cosines, options.Threads);
        }
        return new(points.Expand(labels), rounds, status);
    }

    /// <summary>The bytes that clustering n vectors of d entries takes.</summary>
    public static long NeedBytes(int count, int dimensions, SphericalKMeansOptions options)
    {
        var (n, d, k, threads) = ((long)count, (long)dimensions, (long)options.Clusters, (long)options.Threads);
        // Groups are half full at least, but for the last.
        var groups = 2 * k / SphericalStart.GroupSize + 1;
        return sizeof(float) * (n * d + 2 * k * d + n * groups) + 64 * n + 64 * k + threads * (sizeof(float) * SphericalAssignment.Piece * (d + k) + sizeof(double) * d);
    }
}

/// <summary>How spherical k-means searches.</summary>
/// <param name="Clusters">k.</param>
public sealed record SphericalKMeansOptions(int Clusters)
{
    /// <summary>Rounds after which it gives up.</summary>
    public int MaxRounds { get; init; } = 100;

    /// <summary>It ends when a round lowers the inertia by at most this share of it; 0: when no label changes.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Names the random numbers.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads to use; the result does not depend on it where the product's bits do not.</summary>
    public int Threads { get; init; } = 1;

    internal void Validate(int points)
    {
        if (Clusters < 1 || Clusters > points)
            throw new ArgumentException($"{points} vectors that are not zero can form 1 to {points} clusters, but {Clusters} were asked for.");
        if (MaxRounds < 1) throw new ArgumentException($"At least 1 round is needed, but {MaxRounds} were asked for.");
        if (!(Tolerance >= 0)) throw new ArgumentException($"The tolerance must be at least 0, but it is {Tolerance}.");
    }
}

/// <summary>A round of spherical k-means.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Inertia">The sum of squared distances of the unit vectors to the unit centres of their clusters, 2 (1 - cosine) each.</param>
/// <param name="Changed">Vectors whose cluster changed.</param>
/// <param name="MovedCentres">Centres that had moved since the round before.</param>
/// <param name="Products">Cosines that were computed, of n k.</param>
public sealed record SphericalRound(int Number, double Inertia, int Changed, int MovedCentres, long Products);

/// <summary>Clusters of directions.</summary>
/// <param name="Labels">[n]: 0 to k - 1, <see cref="None"/> for a vector of zeros; see <see cref="ClusterLabels.RankBySize"/>.</param>
/// <param name="Rounds">What each round did.</param>
/// <param name="Status">Why it stopped.</param>
public sealed record SphericalKMeansResult(int[] Labels, IReadOnlyList<SphericalRound> Rounds, SphericalStatus Status)
{
    /// <summary>The label of a vector of zeros.</summary>
    public const int None = -1;

    /// <summary>Of the labels, in the last round.</summary>
    public double Inertia => Rounds[^1].Inertia;
}

/// <summary>Why spherical k-means stopped.</summary>
public enum SphericalStatus
{
    /// <summary>No label changed any more.</summary>
    Converged,

    /// <summary>The inertia fell by less than the tolerance.</summary>
    WithinTolerance,

    /// <summary>The rounds ran out.</summary>
    RoundsExhausted,
}

/// <summary>The vectors that have a direction, as unit vectors in memory.</summary>
internal sealed class DirectedPoints : IDisposable
{
    private const int PieceRows = 1024;
    private readonly Matrix _points;
    private readonly int[] _numbers;
    private readonly int _all;

    private DirectedPoints(Matrix points, int[] numbers, int all) => (_points, _numbers, _all) = (points, numbers, all);

    public int Count => _numbers.Length;

    /// <summary>[count, d].</summary>
    public MatrixView View => _points.Slice(0, Count);

    public static DirectedPoints Read(IVectorRows vectors, int threads)
    {
        var (rows, points, numbers) = (new UnitRows(vectors), new Matrix(vectors.Count, vectors.Dimensions), new List<int>());
        for (var start = 0; start < rows.Count; start += PieceRows)
        {
            var count = Math.Min(PieceRows, rows.Count - start);
            var first = numbers.Count;
            rows.Read(start, points.Slice(first, count), threads);
            for (var i = 0; i < count; i++)
            {
                var row = points.Row(first + i);
                if (UnitRows.IsZero(row)) continue;
                if (numbers.Count < first + i) row.CopyTo(points.Row(numbers.Count));
                numbers.Add(start + i);
            }
        }
        return new(points, [.. numbers], rows.Count);
    }

    /// <summary>Labels of all vectors from those of the ones that are here.</summary>
    public int[] Expand(int[] labels)
    {
        int[] all = [.. Enumerable.Repeat(SphericalKMeansResult.None, _all)];
        for (var i = 0; i < labels.Length; i++) all[_numbers[i]] = labels[i];
        return all;
    }

    public void Dispose() => _points.Dispose();
}
