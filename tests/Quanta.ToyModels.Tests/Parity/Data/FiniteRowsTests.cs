using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Tasks;
using Quanta.ToyModels.Tests.Parity.Networks;

namespace Quanta.ToyModels.Tests.Parity.Data;

public class FiniteRowsTests
{
    [Theory]
    [InlineData(1000, 300)]
    [InlineData(50, 300)]
    [InlineData(600, 300)]
    public void Every_epoch_visits_every_row_once_in_batches_of_the_published_sizes(int examples, int batchSize)
    {
        var task = Batches.Task(5, 70);
        using var source = Source(task, examples, batchSize);
        using var batch = new BitRows(task, source.LargestBatch);
        Assert.Equal(Math.Min(examples, batchSize), source.LargestBatch);
        var epochs = Enumerable.Range(0, 2).Select(_ => new List<string>()).ToArray();
        var stepsPerEpoch = (examples + source.LargestBatch - 1) / source.LargestBatch;
        for (var step = 0; step < 2 * stepsPerEpoch; step++)
        {
            source.Next(step, batch, 1);
            var expected = step % stepsPerEpoch == stepsPerEpoch - 1 ? examples - (stepsPerEpoch - 1) * source.LargestBatch : source.LargestBatch;
            Assert.Equal(expected, batch.Count);
            for (var row = 0; row < batch.Count; row++) epochs[step / stepsPerEpoch].Add(Describe(batch, row));
        }
        Assert.Equal(examples, epochs[0].Count);
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.Equal(epochs[0].Order(), epochs[1].Order());
    }

    [Fact]
    public void A_batch_is_a_function_of_its_step()
    {
        var task = Batches.Task(5, 70);
        using var once = Source(task, 1000, 300);
        using var again = Source(task, 1000, 300);
        using var first = new BitRows(task, 300);
        using var second = new BitRows(task, 300);
        for (var step = 0; step < 9; step++) once.Next(step, first, 1);
        again.Next(8, second, 3);
        Assert.Equal(Enumerable.Range(0, first.Count).Select(r => Describe(first, r)), Enumerable.Range(0, second.Count).Select(r => Describe(second, r)));
    }

    private static FiniteRows Source(ParityTask task, int examples, int batchSize) =>
        new(task, new SubtaskCounts(SubtaskFrequencies.Zipf(5, 1.2)), CountSampling.Multinomial, examples, batchSize, seed: 2, threads: 1);

    private static string Describe(BitRows batch, int row) =>
        $"{batch.SubtaskOf[row]}:{string.Concat(Enumerable.Range(0, batch.Task.Bits).Select(b => batch.Bit(row, b) ? '1' : '0'))}:{batch.Labels[row]}";
}
