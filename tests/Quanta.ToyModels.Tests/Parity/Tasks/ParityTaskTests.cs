using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Tests.Parity.Tasks;

public class ParityTaskTests
{
    [Theory]
    [InlineData(500, 100, 3)]
    [InlineData(400, 50, 2)]
    [InlineData(3, 3, 2)]
    [InlineData(1, 5, 5)]
    public void Subsets_are_distinct_sorted_and_in_range(int subtasks, int bits, int size)
    {
        var task = ParityTask.Draw(subtasks, bits, size, distinct: true, seed: 4);
        var subsets = Enumerable.Range(0, subtasks).Select(i => task.Subset(i).ToArray()).ToArray();
        Assert.All(subsets, s => Assert.Equal(s.Distinct().Order(), s));
        Assert.All(subsets, s => Assert.Equal(size, s.Length));
        Assert.All(subsets, s => Assert.InRange(s[0], 0, bits - 1));
        Assert.All(subsets, s => Assert.InRange(s[^1], 0, bits - 1));
        Assert.Equal(subtasks, subsets.Select(s => string.Join(',', s)).Distinct().Count());
    }

    [Fact]
    public void Subsets_depend_on_the_seed_alone()
    {
        Assert.Equal(SubsetChoice.Draw(50, 30, 3, true, 1), SubsetChoice.Draw(50, 30, 3, true, 1));
        Assert.NotEqual(SubsetChoice.Draw(50, 30, 3, true, 1), SubsetChoice.Draw(50, 30, 3, true, 2));
    }

    [Fact]
    public void Without_distinctness_two_subtasks_may_share_a_subset() =>
        Assert.Equal(40, SubsetChoice.Draw(40, 3, 2, distinct: false, seed: 0).Length);

    [Theory]
    [InlineData(4, 3, 4, "between 1 and the number of bits, 3, but is 4")]
    [InlineData(4, 3, 0, "but is 0")]
    [InlineData(4, 3, 2, "only 3")]
    [InlineData(0, 3, 2, "at least 1")]
    public void Impossible_tasks_are_refused(int subtasks, int bits, int size, string reason) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => SubsetChoice.Draw(subtasks, bits, size, true, 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_label_is_the_parity_of_the_subset()
    {
        var task = new ParityTask(130, 2, [[0, 64, 129], [1]], [[0], [1]]);
        ulong[] words = [0b01, 1, 1UL << 1];
        Assert.Equal(1, task.Label(0, words));
        Assert.Equal(0, task.Label(1, words));
        words[2] = 0;
        Assert.Equal(0, task.Label(0, words));
    }

    [Fact]
    public void Composites_are_the_symmetric_difference_of_two_atoms()
    {
        var atoms = new ParityTask(6, 3, [[0, 1, 2], [2, 3, 4], [0, 4, 5]], [[0], [1], [2]]);
        var options = new CompositeOptions(3) { Share = 0.25 };
        var task = CompositeTasks.Extend(atoms, options);
        Assert.Equal(6, task.Subtasks);
        Assert.Equal(3, task.ControlBits);
        foreach (var (pair, i) in CompositeTasks.Pairs(3, options).Select((p, i) => (p, 3 + i)))
        {
            Assert.Equal([pair.First, pair.Second], task.Controls(i).ToArray());
            for (var bits = 0UL; bits < 64; bits++)
                Assert.Equal(task.Label(pair.First, [bits]) ^ task.Label(pair.Second, [bits]), task.Label(i, [bits]));
        }
        var frequencies = CompositeTasks.Frequencies([0.5, 0.3, 0.2], options);
        foreach (var (expected, actual) in new[] { 0.375, 0.225, 0.15, 0.25 / 3, 0.25 / 3, 0.25 / 3 }.Zip(frequencies)) Expect.Near(expected, actual, 1e-15, "one product");
    }
}
