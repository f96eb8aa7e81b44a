using Quanta.Discovery.Clusters;
using Quanta.Discovery.Neighbours;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Statistics;

namespace Quanta.Reporting.Samples;

/// <summary>A cluster in a line: what its tokens have in common, how alike they are, and one of them.</summary>
/// <param name="Rank">The place by size, 0 the largest.</param>
/// <param name="Size">How many tokens it has.</param>
/// <param name="Token">The commonest predicted token.</param>
/// <param name="TokenShare">Its share of the members.</param>
/// <param name="Previous">The commonest token before the predicted one.</param>
/// <param name="PreviousShare">Its share of the members.</param>
/// <param name="MeanCosine">Mean cosine over the pairs of members; NaN for a single member.</param>
/// <param name="Example">The member in the middle of the cluster, by its place in the corpus.</param>
public sealed record ClusterDigest(
    int Rank, int Size, string Token, double TokenShare, string Previous, double PreviousShare, double MeanCosine, ClusterSample Example)
{
    /// <summary>Digests the clusters of a run's clustering, the largest first, each when it is asked for.</summary>
    /// <param name="folder">A run with samples' inputs and a cosine matrix or vectors.</param>
    /// <param name="clusters">The clustering.</param>
    /// <param name="model">The model whose losses samples carry.</param>
    /// <param name="contextTokens">How many tokens of context an example has.</param>
    public static IEnumerable<ClusterDigest> BySize(RunFolder folder, Clustering clusters, string model, int contextTokens)
    {
        var reader = new SampleReader(folder, model);
        using var similarity = MemberSimilarity.Of(folder);
        for (var rank = 0; rank < clusters.Count; rank++) yield return Of(clusters, rank, reader, similarity, contextTokens);
    }

    private static ClusterDigest Of(Clustering clusters, int rank, SampleReader reader, MemberSimilarity similarity, int contextTokens)
    {
        var members = clusters.Members(rank);
        var samples = SamplePicker.Spread(clusters, rank, members.Count).Select(member => reader.Read(member, clusters.Label(rank), contextTokens)).ToList();
        var (token, tokens) = Commonest(samples.Select(sample => sample.Context.TargetText));
        var (previous, others) = Commonest(samples.Select(sample => sample.Context.Tokens[sample.Context.Target - 1]));
        return new ClusterDigest(
            rank, members.Count, token, (double)tokens / samples.Count, previous, (double)others / samples.Count, similarity.MeanCosineOf(members), samples[samples.Count / 2]);
    }

    // Of equally frequent ones, the one that comes first.
    private static (string Value, int Count) Commonest(IEnumerable<string> values) =>
        values.GroupBy(value => value).Select(group => (group.Key, group.Count())).MaxBy(pair => pair.Item2);
}

/// <summary>How alike tokens are, from a run's matrix or, where it has none, its vectors.</summary>
internal sealed class MemberSimilarity : IDisposable
{
    private readonly MappedNpy? _cosines;
    private readonly VectorFile? _vectors;

    private MemberSimilarity(MappedNpy? cosines, VectorFile? vectors) => (_cosines, _vectors) = (cosines, vectors);

    public static MemberSimilarity Of(RunFolder folder) => File.Exists(folder.PathOf(RunArtifacts.Cosine))
        ? new(Npy.Open(folder.PathOf(RunArtifacts.Cosine)), null)
        : new(null, VectorFile.Open(folder.PathOf(RunArtifacts.Vectors)));

    /// <summary>The mean cosine of pairs; NaN for a single token.</summary>
    public double MeanCosineOf(IReadOnlyList<int> members)
    {
        if (_vectors is not null) return VectorSimilarity.MeanCosine(_vectors, members);
        var (row, sum) = (new float[(int)_cosines!.Shape[1]], 0.0);
        foreach (var member in members)
        {
            _cosines.ReadRow(member, row);
            foreach (var other in members)
                if (other != member) sum += row[other];
        }
        return sum / ((double)members.Count * (members.Count - 1));
    }

    public void Dispose()
    {
        _cosines?.Dispose();
        _vectors?.Dispose();
    }
}
