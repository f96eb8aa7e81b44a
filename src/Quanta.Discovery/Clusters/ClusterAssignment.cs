using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Clusters;

/// <summary>A token beside the clusters of a run.</summary>
/// <param name="Label">The label of the cluster whose members it is most similar to on average; -1 where it is less so than 95 % of that cluster's own members are.</param>
/// <param name="Nearest">That cluster's label in any case.</param>
/// <param name="Similarity">Its mean similarity to the cluster's members.</param>
/// <param name="Margin">By how much that is more than to the second nearest cluster.</param>
public readonly record struct AssignedToken(int Label, int Nearest, double Similarity, double Margin);

/// <summary>New tokens assigned to clusters.</summary>
/// <param name="Tokens">One each.</param>
/// <param name="MembersThatReturn">Of the run's own tokens in clusters of at least two, the share whose nearest cluster is their own when each is left out of it: how much an assignment is worth.</param>
public sealed record AssignmentResult(IReadOnlyList<AssignedToken> Tokens, double MembersThatReturn)
{
    private const double MembersKept = 0.95;

    /// <summary>Assigns by a similarity of members and new tokens together.</summary>
    /// <param name="labels">[n]: the members' clusters. Clusters of one member take no tokens.</param>
    /// <param name="readRow">Copies the similarities of token i, 0 to n - 1 the members and from n on the new ones, to all n + m into a row.</param>
    /// <param name="added">m.</param>
    public static AssignmentResult Of(int[] labels, Action<int, float[]> readRow, int added)
    {
        var (row, clusters) = (new float[labels.Length + added], new Clustering(labels));
        var large = Enumerable.Range(0, clusters.Count).TakeWhile(rank => clusters.Members(rank).Count > 1).ToList();
        if (large.Count == 0) throw new InvalidDataException("The clustering has no cluster of two tokens or more, to which others could be assigned.");
        var own = large.ToDictionary(rank => rank, _ => new List<double>());
        var returned = 0;
        foreach (var rank in large)
        {
            foreach (var member in clusters.Members(rank))
            {
                readRow(member, row);
                var (nearest, _) = NearestTo(row, clusters, large, member);
                own[rank].Add(MeanTo(row, clusters.Members(rank), member));
                if (nearest.Rank == rank) returned++;
            }
        }
        var floors = own.ToDictionary(entry => entry.Key, entry => FloorOf(entry.Value));
        var tokens = new AssignedToken[added];
        for (var i = 0; i < added; i++)
        {
            readRow(labels.Length + i, row);
            var (nearest, second) = NearestTo(row, clusters, large, without: -1);
            var label = clusters.Label(nearest.Rank);
            tokens[i] = new(nearest.Similarity >= floors[nearest.Rank] ? label : -1, label, nearest.Similarity, nearest.Similarity - second);
        }
        return new(tokens, (double)returned / own.Values.Sum(members => members.Count));
    }

    private static ((int Rank, double Similarity) Nearest, double Second) NearestTo(float[] row, Clustering clusters, List<int> large, int without)
    {
        var (best, second) = ((Rank: large[0], Similarity: double.NegativeInfinity), double.NegativeInfinity);
        foreach (var rank in large)
        {
            var mean = MeanTo(row, clusters.Members(rank), without);
            if (mean > best.Similarity) (best, second) = ((rank, mean), best.Similarity);
            else second = Math.Max(second, mean);
        }
        return (best, second);
    }

    private static double MeanTo(float[] row, IReadOnlyList<int> members, int without)
    {
        var (sum, count) = (0.0, 0);
        foreach (var member in members)
        {
            if (member == without) continue;
            sum += row[member];
            count++;
        }
        return sum / count;
    }

    private static double FloorOf(List<double> similarities)
    {
        similarities.Sort();
        return similarities[(int)((1 - MembersKept) * similarities.Count)];
    }
}

/// <summary>Assigns tokens of a run's corpus that were not clustered to its clusters.</summary>
public static class ClusterAssignment
{
    /// <summary>Compares new tokens with the clustered ones as these were compared with one another, and assigns each.</summary>
    /// <param name="session">The run.</param>
    /// <param name="model">The model whose tokens were compared.</param>
    /// <param name="clustering">E.g. "hdbscan-angular-chosen".</param>
    /// <param name="predictions">Global prediction indices of the new tokens.</param>
    /// <exception cref="InvalidDataException">The run has no similarity or clustering, or another model's; the clustering is of absolute values; a token was clustered already.</exception>
    public static AssignmentResult Run(RunSession session, ModelFolder model, string clustering, long[] predictions)
    {
        var folder = session.Folder;
        var (labels, members, documents) = (RunArtifacts.ReadClusters(folder, clustering), RunArtifacts.ReadPredictions(folder), RunArtifacts.ReadCorpus(folder));
        var options = SimilarityStage.OptionsOf(folder, model.HashOf(session));
        if (clustering.Contains("-absolute-", StringComparison.Ordinal))
            throw new InvalidDataException($"{clustering} is of the cosines of absolute values, but tokens are assigned by plain cosines. Name a clustering of the angular affinity.");
        if (predictions.Intersect(members).ToList() is { Count: > 0 } own)
            throw new InvalidDataException(
                $"{own.Count:N0} of the {predictions.Length:N0} predictions are among the run's own tokens, the first {own[0]}: these have "
                + "their clusters, and would be compared with themselves. Leave them out.");
        var scratch = folder.PathOf("assignment.npy");
        try
        {
            SimilarityStage.ComputeAnew(
                model, documents, [.. members, .. predictions], options with { Absolute = false, KeepsVectors = false }, new SimilarityFiles(scratch), session.Computation, session.Observer,
                session.Cancellation);
            using var file = Npy.Open(scratch);
            return AssignmentResult.Of(labels, (i, row) => file.ReadRow(i, row), predictions.Length);
        }
        finally
        {
            File.Delete(scratch);
        }
    }
}
