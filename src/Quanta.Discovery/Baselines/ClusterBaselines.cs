using System.Text.Json.Serialization;
using Quanta.LanguageModels;
using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Baselines;

/// <summary>How much of a clustering something simple already explains.</summary>
/// <param name="Count">The number of clusters that was asked for, or found.</param>
/// <param name="PredictedToken">Whether the same token is predicted.</param>
/// <param name="TokenBefore">Whether the same token stands before it.</param>
/// <param name="Document">Whether they are of one document.</param>
/// <param name="NothingShared">Of pairs of tokens in one cluster, the share that has none of the traits in common: what a clustering holds beyond them; null where there are no pairs.</param>
/// <param name="OverlapWithin">Mean overlap of the contexts of two tokens in one cluster: of the sets of the 32 tokens before each, their intersection over their union.</param>
/// <param name="OverlapOverall">The same of any two tokens.</param>
public sealed record ClusterBaselines(
    int Count, SharedTrait PredictedToken, SharedTrait TokenBefore, SharedTrait Document, double? NothingShared, double? OverlapWithin, double? OverlapOverall)
{
    private const int ContextTokens = 32, Draws = 50_000;

    /// <summary>The traits with their names in words.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Name, SharedTrait Shared)> Traits => [("predicted token", PredictedToken), ("token before it", TokenBefore), ("document", Document)];

    /// <summary>Measures a clustering; pairs are drawn at random, 50,000 of each kind, so that shares err by less than 0.005.</summary>
    /// <param name="labels">[n], any integers.</param>
    /// <param name="documents">The corpus.</param>
    /// <param name="predictions">[n], global prediction indices.</param>
    public static ClusterBaselines Of(int[] labels, TokenDocuments documents, long[] predictions)
    {
        var places = predictions.Select(documents.Locate).ToArray();
        int[][] traits =
        [
            [.. places.Select(place => documents[place.Document][place.Position + 1])],
            [.. places.Select(place => documents[place.Document][place.Position])],
            [.. places.Select(place => place.Document)],
        ];
        HashSet<int>[] contexts = [.. places.Select(place => documents[place.Document][Math.Max(0, place.Position + 1 - ContextTokens)..(place.Position + 1)].ToArray().ToHashSet())];
        var (within, overall) = (new ClusterPairs(labels), new ClusterPairs(new int[labels.Length]));
        return new(
            labels.Distinct().Count(), SharedTrait.Of(labels, traits[0]), SharedTrait.Of(labels, traits[1]), SharedTrait.Of(labels, traits[2]),
            within.MeanOver(Draws, (i, j) => traits.Any(trait => trait[i] == trait[j]) ? 0 : 1), within.MeanOver(Draws, Overlap), overall.MeanOver(Draws, Overlap));

        double Overlap(int i, int j)
        {
            var both = contexts[i].Count(contexts[j].Contains);
            return (double)both / (contexts[i].Count + contexts[j].Count - both);
        }
    }
}

/// <summary>What two tokens may have in common, against a clustering.</summary>
/// <param name="Within">Of pairs of tokens in one cluster, the share that has it in common; null where there are none.</param>
/// <param name="Overall">Of all pairs.</param>
/// <param name="Ami">Adjusted mutual information of the clustering and the sets of tokens that have it in common: 0 by chance, 1 where they are the same.</param>
public sealed record SharedTrait(double? Within, double? Overall, double? Ami)
{
    internal static SharedTrait Of(int[] clusters, int[] trait)
    {
        var table = ContingencyTable.Of(clusters, trait);
        static double Pairs(IEnumerable<int> sizes) => sizes.Sum(size => size * (size - 1.0) / 2);
        double? Share(double part, double whole) => whole > 0 ? part / whole : null;
        var ami = ClusterAgreement.AdjustedMutualInformation(clusters, trait);
        return new(
            Share(Pairs(table.Cells.Select(cell => cell.Count)), Pairs(table.RowSizes)), Share(Pairs(table.ColumnSizes), Pairs([table.Total])),
            double.IsFinite(ami) ? ami : null);
    }
}

/// <summary>Pairs of points of one cluster, drawn evenly.</summary>
internal sealed class ClusterPairs
{
    private readonly int[][] _clusters;
    private readonly long[] _ends;

    public ClusterPairs(int[] labels)
    {
        _clusters = [.. labels.Index().GroupBy(point => point.Item, point => point.Index).Select(cluster => cluster.ToArray()).Where(cluster => cluster.Length > 1)];
        _ends = new long[_clusters.Length];
        var end = 0L;
        for (var i = 0; i < _ends.Length; i++) _ends[i] = end += (long)_clusters[i].Length * (_clusters[i].Length - 1) / 2;
    }

    /// <summary>The mean of something over random pairs; null where there are none.</summary>
    public double? MeanOver(int draws, Func<int, int, double> valueOf)
    {
        if (_ends.Length == 0) return null;
        var (random, sum) = (new Philox(0, StreamPurpose.ClusterPair.Stream()), 0.0);
        for (var draw = 0; draw < draws; draw++)
        {
            var place = Array.BinarySearch(_ends, (long)(random.NextDouble() * _ends[^1]));
            var cluster = _clusters[place < 0 ? ~place : place + 1];
            var (first, second) = (random.NextInt32(cluster.Length), random.NextInt32(cluster.Length - 1));
            sum += valueOf(cluster[first], cluster[second < first ? second : second + 1]);
        }
        return sum / draws;
    }
}
