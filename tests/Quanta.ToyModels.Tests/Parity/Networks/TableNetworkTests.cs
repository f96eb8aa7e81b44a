using Quanta.Numerics.Optimisation;
using Quanta.Numerics.Processors;
using Quanta.Numerics.Tests.Processors;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Tests.Parity.Networks;

public class TableNetworkTests
{
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        // subtasks, bits, width, rows: below, at and past the groups of 5 and 40 bits, words of 64 bits, words of 32 units, tiles of 1024 rows
        { 1, 1, 1, 1 },
        { 3, 4, 2, 15 },
        { 2, 5, 31, 16 },
        { 7, 6, 32, 17 },
        { 40, 60, 33, 129 },
        { 4, 40, 30, 77 },
        { 5, 64, 64, 128 },
        { 9, 65, 65, 1023 },
        { 3, 100, 20, 1025 },
        { 50, 100, 100, 3000 },
        { 12, 130, 97, 700 },
    };

    [Theory]
    [InstructionSetData(InstructionSet.Avx512, Others = nameof(Shapes))]
    [InstructionSetData(InstructionSet.Avx2, Others = nameof(Shapes))]
    [InstructionSetData(InstructionSet.Portable, Others = nameof(Shapes))]
    public void Margins_and_gradients_are_those_of_the_plain_network(InstructionSet instructions, int subtasks, int bits, int width, int rows)
    {
        var task = Batches.Task(subtasks, bits);
        AssertSame(instructions, task, new NetworkShape(task.Inputs, width), rows);
    }

    [Theory]
    [InstructionSetData(InstructionSet.Avx512)]
    [InstructionSetData(InstructionSet.Avx2)]
    [InstructionSetData(InstructionSet.Portable)]
    public void Composite_subtasks_share_their_atoms_controls(InstructionSet instructions)
    {
        var task = CompositeTasks.Extend(Batches.Task(6, 20), new CompositeOptions(8));
        AssertSame(instructions, task, new NetworkShape(task.Inputs, 40), 500);
    }

    [Theory]
    [InstructionSetData(InstructionSet.Avx512)]
    [InstructionSetData(InstructionSet.Avx2)]
    [InstructionSetData(InstructionSet.Portable)]
    public void Losses_follow_the_plain_network_for_some_hundred_steps(InstructionSet instructions)
    {
        var task = Batches.Task(20, 30);
        var shape = new NetworkShape(task.Inputs, 24);
        using var tables = Batches.Network(task, shape, ParityNetworks.TablesName(instructions));
        using var plain = Batches.Network(task, shape, "plain");
        using var batch = Batches.Fresh(task, 600);
        for (var step = 0; step < 300; step++)
        {
            Batches.Refill(batch, 600, step);
            Expect.Near(plain.TrainOnBatch(batch), tables.TrainOnBatch(batch), 5e-4, "rounding of 1e-7 a step, amplified by Adam's division where gradients are tiny, over 300 steps");
        }
    }

    public static TheoryData<int> Widths => [20, 100];

    [Theory]
    [InstructionSetData(InstructionSet.Avx512, Others = nameof(Widths))]
    [InstructionSetData(InstructionSet.Avx2, Others = nameof(Widths))]
    [InstructionSetData(InstructionSet.Portable, Others = nameof(Widths))]
    public void Bits_depend_neither_on_the_number_of_threads_nor_on_the_instruction_set(InstructionSet instructions, int width)
    {
        var task = Batches.Task(30, 40);
        var shape = new NetworkShape(task.Inputs, width);
        var expected = Train(task, shape, InstructionSet.Portable, 1);
        foreach (var threads in new[] { 1, 2, 16 })
        {
            var state = Train(task, shape, instructions, threads);
            Assert.Equal(expected.Parameters, state.Parameters);
            Assert.Equal(expected.FirstMoments, state.FirstMoments);
            Assert.Equal(expected.SecondMoments, state.SecondMoments);
        }
    }

    [Fact]
    public void Networks_of_one_hidden_layer_of_ReLU_never_fall_back_to_the_plain_network()
    {
        var names = ParityNetworks.Available(new NetworkShape(15, 8));
        Assert.Equal([.. InstructionSets.Available.Select(ParityNetworks.TablesName), "plain"], names);
        Assert.Equal(["plain"], ParityNetworks.Available(new NetworkShape(15, 8, Activation: Activation.Tanh)));
    }

    [Fact]
    public void A_state_survives_saving_and_loading()
    {
        var task = Batches.Task(4, 11);
        var shape = new NetworkShape(task.Inputs, 37);
        var state = Train(task, shape, InstructionSets.Available[0], 1);
        using var network = ParityNetworks.Create(task, shape, new AdamW());
        network.Load(state);
        var again = network.Save();
        Assert.Equal(state.Parameters, again.Parameters);
        Assert.Equal(state.FirstMoments, again.FirstMoments);
        Assert.Equal(state.SecondMoments, again.SecondMoments);
        Assert.Equal(state.Step, again.Step);
    }

    [Fact]
    public void NaN_in_a_weight_reaches_the_plain_margins() => AssertNaNIsSeen("plain");

    [Theory]
    [InstructionSetData(InstructionSet.Avx512)]
    [InstructionSetData(InstructionSet.Avx2)]
    [InstructionSetData(InstructionSet.Portable)]
    public void NaN_in_a_weight_reaches_the_table_margins(InstructionSet instructions) => AssertNaNIsSeen(ParityNetworks.TablesName(instructions));

    [Fact]
    public void An_empty_batch_changes_nothing()
    {
        var task = Batches.Task(4, 11);
        var shape = new NetworkShape(task.Inputs, 8);
        foreach (var name in ParityNetworks.Available(shape))
        {
            using var network = Batches.Network(task, shape, name);
            using var batch = Batches.Fresh(task, 0);
            Assert.True(double.IsNaN(network.TrainOnBatch(batch)));
            Assert.Equal(0, network.Save().Step);
        }
    }

    [Fact]
    public void Unknown_or_unfit_implementations_are_refused()
    {
        var task = Batches.Task(4, 11);
        Assert.Contains("plain", Assert.Throws<ArgumentException>(() => ParityNetworks.Create(task, new NetworkShape(15, 8, 3), new AdamW(), name: ParityNetworks.TablesName(InstructionSet.Portable))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ParityNetworks.Create(task, new NetworkShape(14, 8), new AdamW()));
        Assert.Throws<ArgumentException>(() => ParityNetworks.Create(task, new NetworkShape(15, 8, Depth: 1), new AdamW()));
    }

    private static void AssertNaNIsSeen(string name)
    {
        var task = Batches.Task(4, 11);
        using var network = Batches.Network(task, new NetworkShape(task.Inputs, 8), name);
        var state = network.Save();
        state.Parameters[6] = float.NaN;
        network.Load(state);
        using var batch = Batches.Fresh(task, 200);
        Assert.True(double.IsNaN(network.TrainOnBatch(batch)));
    }

    private static void AssertSame(InstructionSet instructions, ParityTask task, NetworkShape shape, int rows)
    {
        using var tables = Batches.Network(task, shape, ParityNetworks.TablesName(instructions));
        using var plain = Batches.Network(task, shape, "plain");
        using var batch = Batches.Fresh(task, rows);
        var (expected, actual) = (new float[rows], new float[rows]);
        plain.Margins(batch, expected);
        tables.Margins(batch, actual);
        Expect.AllNear(expected, actual, 2e-6, "float32 sums of up to 200 terms of about 0.1 in another order");
        Expect.Near(plain.TrainOnBatch(batch), tables.TrainOnBatch(batch), 1e-6, "float32 losses");
        // After one step the first moment is a tenth of the gradient.
        Expect.NearInNorm(plain.Save().FirstMoments, tables.Save().FirstMoments, 1e-5, "float32 sums over the batch, in another order");
    }

    private static NetworkState Train(ParityTask task, NetworkShape shape, InstructionSet instructions, int threads)
    {
        using var network = Batches.Network(task, shape, ParityNetworks.TablesName(instructions), threads);
        using var batch = Batches.Fresh(task, 5000);
        for (var step = 0; step < 5; step++)
        {
            Batches.Refill(batch, 5000 - 700 * step, step);
            network.TrainOnBatch(batch);
        }
        return network.Save();
    }
}
