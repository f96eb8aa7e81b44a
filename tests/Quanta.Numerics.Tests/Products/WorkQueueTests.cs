using Quanta.Numerics.Products.Managed;

namespace Quanta.Numerics.Tests.Products;

public class WorkQueueTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(100, 3)]
    public void Every_piece_runs_once(int count, int threads)
    {
        var runs = new int[count];
        WorkQueue.Run(new Counting(runs), count, threads);
        Assert.All(runs, run => Assert.Equal(1, run));
    }

    [Fact]
    public void A_failure_reaches_the_caller_after_the_other_pieces_have_run()
    {
        var runs = new int[20];
        var error = Assert.Throws<InvalidOperationException>(() => WorkQueue.Run(new Counting(runs, failing: 7), runs.Length, 2));
        Assert.Equal("piece 7", error.Message);
        Assert.All(runs, run => Assert.Equal(1, run));
    }

    private readonly struct Counting(int[] runs, int failing = -1) : IWork
    {
        public void Run(int index)
        {
            Interlocked.Increment(ref runs[index]);
            if (index == failing) throw new InvalidOperationException($"piece {index}");
        }
    }
}
