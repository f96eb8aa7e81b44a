using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Clusters;

/// <summary>What became of a cluster from one clustering to another.</summary>
public enum ClusterFate
{
    /// <summary>Most of it is most of one cluster there.</summary>
    Kept,

    /// <summary>Two or more clusters there consist for the most part of it.</summary>
    Split,

    /// <summary>Most of it lies in a cluster there that consists of parts of several.</summary>
    Merged,

    /// <summary>No cluster there has most of it, nor consists of it.</summary>
    Dissolved,
}

/// <summary>A cluster beside the one that fits it best in another clustering.</summary>
/// <param name="Cluster">Its rank by size.</param>
/// <param name="Size">Its shared tokens.</param>
/// <param name="Best">The other's rank, that of the greatest Jaccard index.</param>
/// <param name="BestSize">The other's shared tokens.</param>
/// <param name="Both">Tokens of both.</param>
/// <param name="Jaccard">Both over either.</param>
/// <param name="Fate">What became of it; read from the second clustering to the first, a split is a merge and a dissolved cluster a birth.</param>
public sealed record ClusterMatch(int Cluster, int Size, int Best, int BestSize, int Both, double Jaccard, ClusterFate Fate);

/// <summary>Two clusterings of tokens that both have.</summary>
/// <param name="Shared">How many tokens.</param>
/// <param name="Ari">Adjusted Rand index.</param>
/// <param name="Ami">Adjusted mutual information.</param>
/// <param name="Forward">The first's clusters of at least two shared tokens, the largest first.</param>
/// <param name="Back">The second's.</param>
public sealed record ClusterMatching(int Shared, double Ari, double Ami, IReadOnlyList<ClusterMatch> Forward, IReadOnlyList<ClusterMatch> Back)
{
    /// <summary>Compares two labellings.</summary>
    /// <param name="first">[n], any integers.</param>
    /// <param name="firstPredictions">[n], which prediction each label is of.</param>
    /// <param name="second">[m].</param>
    /// <param name="secondPredictions">[m].</param>
    /// <exception cref="InvalidDataException">They share fewer than two predictions.</exception>
    public static ClusterMatching Of(int[] first, long[] firstPredictions, int[] second, long[] secondPredictions)
    {
        var places = secondPredictions.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        int[] shared = [.. Enumerable.Range(0, first.Length).Where(i => places.ContainsKey(firstPredictions[i]))];
        if (shared.Length < 2) throw new InvalidDataException($"At least 2 predictions must be in both clusterings, but there {(shared.Length == 1 ? "is 1" : "are none")}.");
        int[] a = [.. shared.Select(i => first[i])], b = [.. shared.Select(i => second[places[firstPredictions[i]]])];
        return new(shared.Length, ClusterAgreement.AdjustedRandIndex(a, b), ClusterAgreement.AdjustedMutualInformation(a, b), Matches(a, b), Matches(b, a));
    }

    private static List<ClusterMatch> Matches(int[] from, int[] to)
    {
        const int least = 2;
        var (own, other) = (new Clustering(from), new Clustering(to));
        var matches = new List<ClusterMatch>();
        for (var rank = 0; rank < own.Count && own.Members(rank).Count >= least; rank++)
        {
            var members = own.Members(rank);
            var parts = members.GroupBy(other.RankOf).Select(part => (Rank: part.Key, Both: part.Count(), Size: other.Members(part.Key).Count)).OrderBy(part => part.Rank).ToList();
            var best = parts.MaxBy(part => (double)part.Both / (members.Count + part.Size - part.Both));
            matches.Add(new(
                rank, members.Count, best.Rank, best.Size, best.Both, (double)best.Both / (members.Count + best.Size - best.Both), FateOf(members.Count, parts)));
        }
        return matches;
    }

    /// <summary>Most is more than half; clusters of one token are no parts of a split.</summary>
    private static ClusterFate FateOf(int size, List<(int Rank, int Both, int Size)> parts)
    {
        if (parts.Count(part => part.Size > 1 && 2 * part.Both > part.Size) > 1) return ClusterFate.Split;
        var taker = parts.FirstOrDefault(part => 2 * part.Both > size);
        if (taker.Size == 0) return ClusterFate.Dissolved;
        return 2 * taker.Both > taker.Size ? ClusterFate.Kept : ClusterFate.Merged;
    }
}
