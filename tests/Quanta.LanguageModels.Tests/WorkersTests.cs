namespace Quanta.LanguageModels.Tests;

public class WorkersTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(16)]
    public void A_failure_stops_the_others_at_once(int threads)
    {
        var begun = 0;
        var problem = Assert.Throws<IOException>(() => Workers.Run(1000, threads, () => new Nothing(), (_, i, stop) =>
        {
            Interlocked.Increment(ref begun);
            if (i == 0) throw new IOException("the first");
            Assert.True(stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(60)), "the others' failure is not told within a piece");
            stop.ThrowIfCancellationRequested();
        }, _ => 1, null, CancellationToken.None));
        Assert.Equal("the first", problem.Message);
        Assert.True(begun <= threads, $"{begun} pieces were begun by {threads} workers");
    }

    [Theory, InlineData(1), InlineData(16)]
    public void A_workspace_that_cannot_be_made_stops_the_others(int threads)
    {
        var (made, done) = (0, 0);
        Assert.Throws<InsufficientMemoryException>(() => Workers.Run(
            100_000, threads, () => Interlocked.Increment(ref made) == threads ? throw new InsufficientMemoryException() : new Nothing(),
            (_, _, stop) =>
            {
                Interlocked.Increment(ref done);
                stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(1));
            },
            _ => 1, null, CancellationToken.None));
        Assert.True(done < 100_000, "all work was done before the failure was told");
    }

    [Fact]
    public void Cancellation_is_no_failure_of_a_worker()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Workers.Run(100, 4, () => new Nothing(), (_, i, stop) =>
        {
            if (i == 3) source.Cancel();
            stop.ThrowIfCancellationRequested();
        }, _ => 1, null, source.Token));
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
