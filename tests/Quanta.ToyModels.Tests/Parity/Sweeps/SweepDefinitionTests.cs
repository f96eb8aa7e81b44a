using Quanta.ToyModels.Parity.Sweeps;
using Quanta.ToyModels.Parity.Tasks;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Tests.Parity.Sweeps;

public class SweepDefinitionTests
{
    private static SweepDefinition Committed(string name) => SweepDefinition.Read(Path.Combine(Repository.Root, "experiments", "parity", name + ".json"));

    // Specification section 13, check 1, and the lengths of the lists of section 3.2.
    [Theory]
    [InlineData("p-scaling-0", 20)]
    [InlineData("p-scaling-1", 15)]
    [InlineData("p-scaling-2", 20)]
    [InlineData("p-scaling-3", 20)]
    [InlineData("p-scaling-4", 30)]
    [InlineData("p-scaling-5", 60)]
    [InlineData("p-scaling-6", 180)]
    [InlineData("p-scaling-7", 20)]
    [InlineData("p-scaling-8", 20)]
    [InlineData("p-scaling-9", 20)]
    [InlineData("p-scaling-10", 48)]
    [InlineData("p-scaling-11", 20)]
    [InlineData("p-scaling-12", 20)]
    [InlineData("p-scaling-13", 20)]
    [InlineData("p-scaling-14", 14)]
    [InlineData("p-scaling-15", 30)]
    [InlineData("p-scaling-16", 40)]
    [InlineData("p-scaling-17", 480)]
    [InlineData("p-scaling-uniform-0", 60)]
    [InlineData("d-scaling-0", 30)]
    [InlineData("d-scaling-1", 30)]
    [InlineData("d-scaling-2", 30)]
    [InlineData("d-scaling-3", 30)]
    [InlineData("d-scaling-4", 30)]
    [InlineData("d-scaling-5", 30)]
    [InlineData("d-scaling-6", 30)]
    [InlineData("d-scaling-7", 40)]
    [InlineData("d-scaling-8", 225)]
    [InlineData("d-scaling-9", 375)]
    [InlineData("d-scaling-10", 1500)]
    [InlineData("d-scaling-11", 1500)]
    [InlineData("both-scaling-0", 169)]
    [InlineData("both-scaling-1", 78)]
    [InlineData("onetask-d-scaling-0", 98)]
    [InlineData("onetask-d-scaling-1", 19)]
    [InlineData("onetask-d-scaling-2", 140)]
    [InlineData("onetask-lr-sweep-0", 16)]
    [InlineData("weight-decay-0", 30)]
    public void The_committed_grids_have_the_published_sizes(string name, int runs)
    {
        var sweep = Committed(name);
        Assert.Equal(name, sweep.Name);
        Assert.Equal(runs, sweep.Runs().Count);
        Assert.Equal(runs, sweep.Runs().Distinct().Count());
    }

    [Fact]
    public void The_last_factor_varies_fastest()
    {
        var runs = Committed("p-scaling-17").Runs();
        Assert.Equal((9, 1.1, 0ul), (runs[0].Width, runs[0].Alpha, runs[0].Seed));
        Assert.Equal((9, 1.1, 1ul), (runs[1].Width, runs[1].Alpha, runs[1].Seed));
        Assert.Equal((9, 1.2, 0ul), (runs[3].Width, runs[3].Alpha, runs[3].Seed));
        Assert.Equal((300, 1.8, 2ul), (runs[^1].Width, runs[^1].Alpha, runs[^1].Seed));
    }

    [Fact]
    public void Versions_differ_as_published()
    {
        var old = Committed("p-scaling-4").Runs()[0];
        Assert.Equal((CountSampling.Exact, false), (old.Counts, old.DistinctSubsets));
        var published = Committed("p-scaling-15").Runs()[^1];
        Assert.Equal(new ParityOptions
        {
            Tasks = 500,
            Bits = 100,
            SubsetSize = 3,
            Alpha = 1.4,
            Width = 500,
            BatchSize = 20_000,
            Steps = 200_000,
            LogEvery = 100,
            TestPoints = 1_000_000,
            TestPointsPerTask = 1000,
        }, published);
        Assert.True(Committed("d-scaling-11").Runs()[0].StopEarly);
        Assert.Equal(2978899, Committed("weight-decay-0").Runs()[0].Examples);
    }

    [Theory]
    [InlineData("{ \"name\": \"x\", \"base\": { \"widht\": 3 }, \"grid\": [ { \"option\": \"seed\", \"values\": [0] } ] }", "widht")]
    [InlineData("{ \"name\": \"x\", \"base\": { \"tasks\": 5, \"bits\": 2 }, \"grid\": [ { \"option\": \"seed\", \"values\": [0] } ] }", "subset size k")]
    [InlineData("{ \"name\": \"x\", \"base\": {}, \"grid\": [ { \"option\": \"seed\", \"values\": [] } ] }", "at least one value")]
    [InlineData("{ \"name\": \"x\" }", "base")]
    [InlineData("nonsense", "not a valid")]
    public void A_bad_file_is_refused_with_its_name_and_reason(string text, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("sweep.json"), text);
        var message = Assert.Throws<InvalidDataException>(() => SweepDefinition.Read(folder.File("sweep.json"))).Message;
        Assert.Contains("sweep.json", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scaled_sweep_is_the_beginning_of_a_thinner_one()
    {
        var sweep = Committed("p-scaling-15");
        var runs = SweepScale.Runs(sweep, 0.01);
        Assert.Equal([9, 66, 500], runs.Select(r => r.Width));
        Assert.All(runs, r => Assert.Equal((2000L, 1L, 10_000, 50), (r.Steps, r.LogInterval, r.TestPoints, r.TestPointsPerTask)));
        Assert.Equal(sweep.Runs(), SweepScale.Runs(sweep, 1));
        Assert.Throws<ArgumentException>(() => SweepScale.Runs(sweep, 0));
        Assert.Throws<ArgumentException>(() => SweepScale.Runs(sweep, double.NaN));
    }
}
