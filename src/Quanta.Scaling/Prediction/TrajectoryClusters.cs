using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;

namespace Quanta.Scaling.Prediction;

/// <summary>Clusters of tokens by their losses alone, for where no gradients are: k-means on the losses under the visible models.</summary>
/// <remarks>Levels and falls both count, in nats. Michaud et al. 2023 cluster gradients; trajectories of losses are the substitute that needs no
/// model.</remarks>
public static class TrajectoryClusters
{
    /// <summary>Labels from 0, ranked by size, [predictions].</summary>
    public static int[] Of(LossPanel visible, PredictionOptions options, CancellationToken cancellation = default)
    {
        var clusters = Math.Min(options.TrajectoryClusters, visible.Predictions);
        using var points = new Matrix(visible.Predictions, visible.Columns);
        for (var i = 0; i < visible.Predictions; i++) visible.Row(i).CopyTo(points.Row(i));
        var found = KMeans.Cluster(
            points.View, new KMeansOptions(clusters) { Restarts = options.Restarts, Seed = options.Seed, Threads = options.Threads },
            cancellation: cancellation);
        return ClusterLabels.RankBySize(found.Labels);
    }
}
