using Quanta.Numerics.Products;
using Quanta.ToyModels.Parity.Discovery;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Tests.Parity.Discovery;

public class DiscoveryCheckTests
{
    private static readonly ParityOptions Options = new()
    {
        Tasks = 8,
        Bits = 24,
        SubsetSize = 2,
        Alpha = 1.1,
        Width = 80,
        BatchSize = 1000,
        Steps = 1500,
        LogEvery = 1500,
        LearningRate = 1e-2,
        TestPointsPerTask = 100,
    };

    [Fact]
    public void Clusters_of_gradients_find_the_subtasks()
    {
        var run = ParityTrainer.Train(Options);
        var named = Check(run.Network, GradientPart.ControlsOnly);
        Assert.Equal(8, named.Subtasks);
        Assert.True(named.AdjustedRandIndex > 0.95, $"{named}");
        // Elsewhere a subtask falls apart by how many of its bits are set, and units are shared, so that subtasks are found only in part.
        var unnamed = Check(run.Network, GradientPart.WithoutControls);
        Assert.True(unnamed.AdjustedRandIndex > 0.15, $"{unnamed}");
        Assert.True(unnamed.WithinCosine > 1.3 * unnamed.BetweenCosine, $"{unnamed}");
    }

    [Fact]
    public void A_cluster_for_each_mechanism_is_purer_than_one_for_each_subtask()
    {
        var run = ParityTrainer.Train(Options);
        var coarse = Check(run.Network, GradientPart.WithoutInputLayer);
        var fine = Check(run.Network, GradientPart.WithoutInputLayer, clustersPerSubtask: 3);
        Assert.Equal((8, 24), (coarse.Clusters, fine.Clusters));
        Assert.True(fine.Purity > coarse.Purity, $"{coarse} {fine}");
        Assert.True(fine.MechanismRandIndex > coarse.MechanismRandIndex, $"{coarse} {fine}");
    }

    [Theory]
    [InlineData(GradientPart.All, 2)]
    [InlineData(GradientPart.WithoutControls, 2)]
    [InlineData(GradientPart.WithoutInputLayer, 2)]
    [InlineData(GradientPart.All, 3)]
    [InlineData(GradientPart.WithoutInputLayer, 3)]
    public void Parts_and_what_they_leave_out_make_the_whole(GradientPart part, int depth)
    {
        var shape = new NetworkShape(12, 5, depth);
        var length = part.Ranges(shape, controls: 4).Sum(range => range.Length);
        var leftOut = part switch { GradientPart.WithoutControls => 4 * 5, GradientPart.WithoutInputLayer => 13 * 5, _ => 0 };
        Assert.Equal(shape.ParameterCount, length + leftOut);
        Assert.Equal(4 * 5, GradientPart.ControlsOnly.Ranges(shape, controls: 4).Sum(range => range.Length));
    }

    [Fact]
    public void An_untrained_network_has_nothing_to_discover() =>
        Assert.Contains("no subtask", Assert.Throws<ArgumentException>(() =>
            ParityGradients.Sample(Options, NetworkState.Initial(Options.Shape, 0), new ParityGradientOptions())).Message, StringComparison.Ordinal);

    private static DiscoveryCheckResult Check(NetworkState weights, GradientPart part, int clustersPerSubtask = 1)
    {
        using var gradients = ParityGradients.Sample(Options, weights, new ParityGradientOptions { Part = part });
        return DiscoveryCheck.Run(gradients, MatrixProducts.Default, new DiscoveryCheckOptions { ClustersPerSubtask = clustersPerSubtask });
    }
}
