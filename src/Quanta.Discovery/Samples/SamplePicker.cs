using Quanta.Discovery.Clusters;
using Quanta.LanguageModels;

namespace Quanta.Discovery.Samples;

/// <summary>Chooses members of clusters to be read by people.</summary>
public static class SamplePicker
{
    /// <summary>Members evenly spread over a cluster of <paramref name="size"/> (all of them when there are no more than <paramref name="wanted"/>).</summary>
    /// <remarks>Members stand in corpus order, so that spread members come from different parts of the corpus.</remarks>
    public static IReadOnlyList<int> Spread(int size, int wanted) =>
        size <= wanted ? [.. Enumerable.Range(0, size)] : [.. Enumerable.Range(0, wanted).Select(i => (int)((long)i * size / wanted))];

    /// <summary>The named members of a cluster, as samples.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="predictions">Global prediction indices of the points, [n].</param>
    /// <param name="losses">The loss of every prediction of the corpus in nats, or empty: then samples carry NaN.</param>
    /// <param name="clustering">Which points belong together.</param>
    /// <param name="cluster">The cluster's rank.</param>
    /// <param name="members">Numbers of members, from 0.</param>
    /// <param name="contextTokens">How many tokens before the target are shown, where the document has so many.</param>
    /// <exception cref="ArgumentException">There is no such cluster or member.</exception>
    public static IEnumerable<ClusterSample> Pick(
        TokenDocuments documents, long[] predictions, float[] losses, Clustering clustering, int cluster, IEnumerable<int> members, int contextTokens)
    {
        if (cluster < 0 || cluster >= clustering.Count)
            throw new ArgumentException($"There is no cluster {cluster}: clusters are numbered from 0, the largest, to {clustering.Count - 1}.", nameof(cluster));
        var points = clustering.Members(cluster);
        foreach (var member in members)
        {
            if (member < 0 || member >= points.Count)
                throw new ArgumentException($"Cluster {cluster} has no member {member}: it has {points.Count}, numbered from 0.", nameof(members));
            var prediction = predictions[points[member]];
            var (document, position) = documents.Locate(prediction);
            var loss = losses.Length == 0 ? float.NaN : losses[prediction];
            yield return new ClusterSample(cluster, points.Count, member, prediction, document, position + 1, Math.Max(position + 1 - contextTokens, 0), loss);
        }
    }
}
