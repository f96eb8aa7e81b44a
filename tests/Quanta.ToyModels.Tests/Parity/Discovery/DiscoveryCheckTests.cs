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
        // Without the control bits a subtask falls apart by how many of its bits are set, so its clusters are found only in part.
        var unnamed = Check(run.Network, GradientPart.WithoutControls);
        Assert.True(unnamed.AdjustedRandIndex > 0.15, $"{unnamed}");
        Assert.True(unnamed.WithinCosine > 1.3 * unnamed.BetweenCosine, $"{unnamed}");
    }

    [Fact]
    public void An_untrained_network_has_nothing_to_discover() =>
        Assert.Contains("no subtask", Assert.Throws<ArgumentException>(() =>
            ParityGradients.Sample(Options, NetworkState.Initial(Options.Shape, 0), new ParityGradientOptions())).Message, StringComparison.Ordinal);

    private static DiscoveryCheckResult Check(NetworkState weights, GradientPart part)
    {
        using var gradients = ParityGradients.Sample(Options, weights, new ParityGradientOptions { Part = part });
        return DiscoveryCheck.Run(gradients, MatrixProducts.Default);
    }
}
