using Quanta.Numerics.Optimisation;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Training;

/// <summary>One training run: everything that its result depends on. Defaults are those of the published trainers (v4, v5).</summary>
/// <remarks>v1 to v3 are <c>Counts = Exact</c>, v1 and v2 also <c>DistinctSubsets = false</c>; v5 is <c>StopEarly</c>. Deviation: float32 throughout, where v1 used
/// float64; and random numbers are our own, so a seed is not the published seed.</remarks>
public sealed record ParityOptions
{
    /// <summary>n_tasks.</summary>
    public int Tasks { get; init; } = 100;

    /// <summary>n, the length of the bit string.</summary>
    public int Bits { get; init; } = 50;

    /// <summary>k, how many bits a label depends on.</summary>
    public int SubsetSize { get; init; } = 3;

    /// <summary>The Zipf exponent of the subtasks' frequencies: alpha in the published configurations, alpha + 1 in the paper. Ignored when <see cref="Uniform"/>.</summary>
    public double Alpha { get; init; } = 1.5;

    /// <summary>Added to every rank before the power is taken.</summary>
    public double Offset { get; init; }

    /// <summary>All subtasks equally frequent.</summary>
    public bool Uniform { get; init; }

    /// <summary>D, the size of a finite training set; null for fresh data every step.</summary>
    public int? Examples { get; init; }

    public int Width { get; init; } = 100;

    /// <summary>Linear layers; 2 is one hidden layer.</summary>
    public int Depth { get; init; } = 2;

    public Activation Activation { get; init; } = Activation.ReLU;

    public long Steps { get; init; } = 25_000;

    public int BatchSize { get; init; } = 10_000;

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>AdamW's decoupled decay, relative to the learning rate.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Rows of the mean test loss: floor(p_i * TestPoints) of subtask i, fresh every time.</summary>
    public int TestPoints { get; init; } = 30_000;

    /// <summary>Rows of each subtask's own test loss, fresh every time.</summary>
    public int TestPointsPerTask { get; init; } = 1000;

    /// <summary>Stop by the rule of <see cref="EarlyStopping"/> (v5).</summary>
    public bool StopEarly { get; init; }

    /// <summary>Evaluate before the update of every step that this divides; null for max(1, steps / 1000).</summary>
    public long? LogEvery { get; init; }

    public ulong Seed { get; init; }

    public CountSampling Counts { get; init; } = CountSampling.Multinomial;

    /// <summary>No two subtasks share a subset.</summary>
    public bool DistinctSubsets { get; init; } = true;

    /// <summary>Pairs of subtasks whose union makes a further, composite subtask: see <see cref="CompositeTasks"/>.</summary>
    public CompositeOptions? Composite { get; init; }

    public long LogInterval => LogEvery ?? Math.Max(1, Steps / 1000);

    /// <summary>The seeded task of this run.</summary>
    public ParityTask CreateTask()
    {
        var atoms = ParityTask.Draw(Tasks, Bits, SubsetSize, DistinctSubsets, Seed);
        return Composite is null ? atoms : CompositeTasks.Extend(atoms, Composite);
    }

    /// <summary>p, the frequency of each subtask, composites last.</summary>
    public double[] Frequencies()
    {
        var atoms = Uniform ? SubtaskFrequencies.Uniform(Tasks) : SubtaskFrequencies.Zipf(Tasks, Alpha, Offset);
        return Composite is null ? atoms : CompositeTasks.Frequencies(atoms, Composite);
    }

    public NetworkShape Shape => new(Tasks + Bits, Width, Depth, Activation);

    public AdamW Optimizer => new(LearningRate, WeightDecay);

    /// <exception cref="ArgumentException">A value is out of range; the message says which, what is required and what was found.</exception>
    public void Check()
    {
        SubsetChoice.Check(Tasks, Bits, SubsetSize, DistinctSubsets);
        Require(double.IsFinite(Alpha), "The Zipf exponent alpha must be a finite number", Alpha);
        Require(Offset > -1 && double.IsFinite(Offset), "The rank offset must be greater than -1", Offset);
        Require(Examples is null or >= 1, "A finite training set needs at least 1 example", Examples ?? 0);
        Require(Steps is >= 0 and < 1L << 32, "The number of steps must be at least 0 and below 2^32", Steps);
        Require(BatchSize >= 1, "The batch size must be at least 1", BatchSize);
        Require(LearningRate >= 0 && double.IsFinite(LearningRate), "The learning rate must be at least 0", LearningRate);
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), "The weight decay must be at least 0", WeightDecay);
        Require(TestPoints >= 0, "The number of test points must be at least 0", TestPoints);
        Require(TestPointsPerTask >= 0, "The number of test points a task must be at least 0", TestPointsPerTask);
        Require(LogInterval >= 1, "The logging interval must be at least 1 step", LogInterval);
        Composite?.Check(Tasks);
        Shape.Check();
    }

    private static void Require<T>(bool holds, string requirement, T found)
    {
        if (!holds) throw new ArgumentException(FormattableString.Invariant($"{requirement}, but is {found}."));
    }
}
