using System.Globalization;

namespace Quanta.LanguageModels.Hub.Calls;

/// <summary>How often one call may still be repeated, and how long to wait before.</summary>
internal sealed class RetryBudget(HubOptions options, IHubObserver observer)
{
    /// <summary>So many bytes of a file show that the way works, and repetitions count anew.</summary>
    private const long Renewal = 1 << 20;

    private static readonly TimeSpan WorthANote = TimeSpan.FromSeconds(5);
    private int _failures;

    /// <summary>Runs a call until it succeeds.</summary>
    /// <exception cref="HubException">It failed for good, or too often.</exception>
    public static async Task<T> RunAsync<T>(HubOptions options, IHubObserver observer, Func<Task<T>> call, CancellationToken cancellation)
    {
        var budget = new RetryBudget(options, observer);
        for (; ; )
        {
            try
            {
                return await call();
            }
            catch (HubException problem) when (problem.IsTransient)
            {
                await budget.SpendAsync(problem, progress: 0, cancellation);
            }
        }
    }

    /// <summary>Waits before the next attempt.</summary>
    /// <param name="problem">Why the last one failed.</param>
    /// <param name="progress">The bytes that it brought nevertheless.</param>
    /// <param name="cancellation">Stops the wait.</param>
    /// <exception cref="HubException">There were as many failures as are allowed, or the server asks for a longer wait.</exception>
    public async Task SpendAsync(HubException problem, long progress, CancellationToken cancellation)
    {
        if (progress >= Renewal) _failures = 0;
        if (++_failures > options.Retries) throw Final(problem, $"This was attempt {_failures}; run the same command again later, and it goes on from here.");
        var wait = problem.RetryAfter ?? options.FirstWait * Math.Pow(2, _failures - 1);
        if (wait > options.LongestWait) throw Final(problem, $"It asks to wait {Text(wait)}; run the same command again after that, and it goes on from here.");
        if (wait >= WorthANote) observer.Note($"{problem.Message} Waiting {Text(wait)}.");
        await Task.Delay(wait, options.Clock, cancellation);
    }

    private static HubException Final(HubException problem, string advice) => new($"{problem.Message} {advice}", problem) { IsUnreachable = problem.IsUnreachable };

    private static string Text(TimeSpan wait) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(wait.TotalSeconds):0} s");
}
