using Quanta.Discovery.Clusters;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Proof;

/// <summary>The tokens that one cluster's interventions go by and are measured on; points of the clustering.</summary>
/// <param name="Cluster">Its rank.</param>
/// <param name="Size">Its members.</param>
/// <param name="Nearest">The rank of the nearest cluster.</param>
/// <param name="Deciding">Members that decide the intervention.</param>
/// <param name="HeldOut">Members of other documents.</param>
/// <param name="NearestMembers">Of the nearest cluster.</param>
/// <param name="SameToken">Of other clusters, with the predicted tokens of the held-out members.</param>
/// <param name="Random">Of other clusters, as many as are held out.</param>
internal sealed record ProofSet(int Cluster, int Size, int Nearest, int[] Deciding, int[] HeldOut, int[] NearestMembers, int[] SameToken, int[] Random)
{
    /// <summary>The sets that are measured.</summary>
    public IEnumerable<int> Measured => HeldOut.Concat(NearestMembers).Concat(SameToken).Concat(Random);
}

/// <summary>Makes the sets of a run's clusters.</summary>
/// <param name="clustering">The clusters.</param>
/// <param name="documents">The corpus.</param>
/// <param name="predictions">Global prediction indices of the points.</param>
/// <param name="options">How many, how large.</param>
internal sealed class ProofSetMaker(Clustering clustering, TokenDocuments documents, long[] predictions, ProofOptions options)
{
    private readonly (int Document, int Token)[] _points = [.. predictions.Select(prediction =>
    {
        var (document, position) = documents.Locate(prediction);
        return (document, documents[document][position + 1]);
    })];

    /// <summary>Sets of the largest clusters whose members lie in at least two documents.</summary>
    /// <param name="similarityPath">The run's cosines, [n, n].</param>
    public IReadOnlyList<ProofSet> Make(string similarityPath)
    {
        if (clustering.Count < 2) throw new InvalidDataException("The clustering has one cluster only: there is nothing to compare it with.");
        var sets = new List<ProofSet>();
        using var file = Npy.Open(similarityPath);
        for (var rank = 0; rank < clustering.Count && sets.Count < options.Clusters; rank++)
        {
            var (deciding, heldOut) = Halves(clustering.Members(rank));
            if (heldOut.Length > 0) sets.Add(Make(rank, deciding, heldOut, NearestTo(rank, file)));
        }
        return sets.Count > 0
            ? sets
            : throw new InvalidDataException("No cluster has members in two documents, so that one half could decide an intervention and the other be measured.");
    }

    private ProofSet Make(int rank, int[] deciding, int[] heldOut, int nearest)
    {
        var random = new Philox(options.Seed, StreamPurpose.RandomMembers.Stream(rank));
        int[] others = [.. Enumerable.Range(0, _points.Length).Where(i => clustering.RankOf(i) != rank)];
        random.Shuffle<int>(others);
        var tokens = heldOut.Select(i => _points[i].Token).ToHashSet();
        return new(
            rank, clustering.Members(rank).Count, nearest, [.. deciding.Take(options.SetSize)], [.. heldOut.Take(options.SetSize)],
            [.. clustering.Members(nearest).Take(options.SetSize)], [.. others.Where(i => tokens.Contains(_points[i].Token)).Take(options.SetSize)],
            [.. others.Take(Math.Min(heldOut.Length, options.SetSize))]);
    }

    /// <summary>Documents in turns, so that halves are about equal and share none.</summary>
    private (int[] Deciding, int[] HeldOut) Halves(IReadOnlyList<int> members)
    {
        var documents = members.GroupBy(i => _points[i].Document).OrderByDescending(group => group.Count()).ThenBy(group => group.Key);
        var halves = (First: new List<int>(), Second: new List<int>());
        foreach (var document in documents) (halves.First.Count <= halves.Second.Count ? halves.First : halves.Second).AddRange(document);
        return ([.. halves.First], [.. halves.Second]);
    }

    private int NearestTo(int rank, MappedNpy file)
    {
        var (row, sums) = (new float[_points.Length], new double[clustering.Count]);
        foreach (var member in clustering.Members(rank))
        {
            file.ReadRow(member, row);
            for (var j = 0; j < row.Length; j++) sums[clustering.RankOf(j)] += row[j];
        }
        return Enumerable.Range(0, clustering.Count).Where(other => other != rank).MaxBy(other => sums[other] / clustering.Members(other).Count);
    }
}
