using Quanta.LanguageModels.Interventions;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Proof;

/// <summary>Carries out the interventions on a clustering's clusters.</summary>
/// <param name="raising">Moves the model.</param>
/// <param name="sets">The clusters' sets.</param>
/// <param name="points">How many points were clustered.</param>
/// <param name="options">How far steps go.</param>
/// <param name="observer">Is told of progress.</param>
internal sealed class ProofJob(LossRaising raising, IReadOnlyList<ProofSet> sets, int points, ProofOptions options, IStageObserver observer)
{
    public ProofResult Run()
    {
        var (headOf, rises) = SilenceHeads();
        var clusters = new List<ClusterProof>();
        using var progress = observer.Begin("steps along clusters' gradients", sets.Count, "clusters");
        foreach (var set in sets)
        {
            var (layer, head) = Math.DivRem(headOf[set.Cluster], raising.Model.Model.Shape.Heads);
            var raised = raising.Raise(set.Deciding, [.. set.Measured], options.RiseNats);
            clusters.Add(new(
                set.Cluster, set.Size, set.Nearest, raised?.Step, raised?.Rise, raised is null ? null : DamagesOf(set, i => raised.Rises[i]), layer, head,
                DamagesOf(set, i => rises[headOf[set.Cluster]][i])));
            progress.Advance(1);
        }
        return new(clusters, Differences(clusters.Select(cluster => cluster.ByStep)), Differences(clusters.Select(cluster => cluster.ByHead)));
    }

    /// <summary>For each cluster the head that its deciding half needs most, and how much each head's silence raises each point's loss, [heads][points].</summary>
    private (Dictionary<int, int> HeadOf, float[][] Rises) SilenceHeads()
    {
        var model = raising.Model.Model;
        int[] all = [.. sets.SelectMany(set => set.Measured.Concat(set.Deciding)).Distinct().Order()];
        var before = raising.Losses(all);
        var rises = new float[model.Shape.Layers * model.Shape.Heads][];
        using var progress = observer.Begin("heads silenced", rises.Length, "heads");
        for (var head = 0; head < rises.Length; head++)
        {
            using var silenced = new SilencedHead(model, head / model.Shape.Heads, head % model.Shape.Heads);
            var after = raising.Losses(all);
            rises[head] = new float[points];
            for (var i = 0; i < all.Length; i++) rises[head][all[i]] = after[i] - before[i];
            progress.Advance(1);
        }
        double[] overall = [.. rises.Select(rise => all.Average(i => (double)rise[i]))];
        return (sets.ToDictionary(set => set.Cluster, set => Enumerable.Range(0, rises.Length).MaxBy(head => MeanOf(set.Deciding, i => rises[head][i]) - overall[head])), rises);
    }

    private static Damages DamagesOf(ProofSet set, Func<int, float> riseOf) =>
        new(MeanOf(set.HeldOut, riseOf)!.Value, MeanOf(set.NearestMembers, riseOf), MeanOf(set.SameToken, riseOf), MeanOf(set.Random, riseOf));

    private static double? MeanOf(int[] points, Func<int, float> riseOf) => points.Length == 0 ? null : points.Average(i => (double)riseOf(i));

    private ProofDifferences Differences(IEnumerable<Damages?> damages)
    {
        var all = damages.OfType<Damages>().ToList();
        MeanDifference Less(Func<Damages, double?> other)
        {
            double[] differences = [.. all.Where(each => other(each) is not null).Select(each => each.HeldOut - other(each)!.Value)];
            var found = PairedDifference.Of(differences, options.Seed);
            return found.Count == 0 ? new(0, null, null, null, null) : new(found.Count, found.Mean, found.Low, found.High, found.P);
        }
        return new(Less(each => each.Nearest), Less(each => each.SameToken), Less(each => each.Random));
    }
}
