using System.Globalization;
using Quanta.Discovery;
using Spectre.Console;

namespace Quanta.Cli.Output;

/// <summary>Progress on a terminal: a bar with rate and time left on the current line, and a line a finished piece of work.</summary>
internal sealed class BarObserver(IAnsiConsole console, TimeProvider clock) : IStageObserver
{
    private const int BarWidth = 24;
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();

    public IStageProgress Begin(string work, long total, string unit) => new BarProgress(this, new Pace(work, total, unit, clock));

    public void Note(string sentence) => Write(sentence + "\n");

    private void Draw(Pace pace)
    {
        var filled = (int)(BarWidth * Math.Clamp(pace.Fraction ?? 0, 0, 1));
        var bar = pace.Fraction is null ? "" : $"{new string('━', filled)}{new string('─', BarWidth - filled)} ";
        var line = bar + pace.Describe();
        Write(line.Length < console.Profile.Width ? line : line[..Math.Max(console.Profile.Width - 1, 0)]);
    }

    // "\r" and "erase to the end of the line" come first, so that whatever is written replaces the bar.
    private void Write(string text)
    {
        lock (_lock) console.Profile.Out.Writer.Write("\r\u001b[K" + text);
    }

    private sealed class BarProgress(BarObserver owner, Pace pace) : IStageProgress
    {
        private long _nextRefresh = RefreshInterval.Ticks;

        public void Advance(long units)
        {
            pace.Advance(units);
            var due = Interlocked.Read(ref _nextRefresh);
            if (pace.Elapsed.Ticks >= due && Interlocked.CompareExchange(ref _nextRefresh, pace.Elapsed.Ticks + RefreshInterval.Ticks, due) == due)
                owner.Draw(pace);
        }

        public void Dispose() => owner.Write(pace.IsWorthALine ? pace.Summary() + "\n" : "");
    }
}

/// <summary>Progress as plain lines, for logs and pipes: one when a piece of work has gone on for a while, then at most one in
/// <see cref="Interval"/>.</summary>
internal sealed class LineObserver(TextWriter writer, TimeProvider clock) : IStageObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();

    public IStageProgress Begin(string work, long total, string unit) => new LineProgress(this, new Pace(work, total, unit, clock));

    public void Note(string sentence) => Write(sentence);

    private void Write(string line)
    {
        lock (_lock) writer.WriteLine(line);
    }

    private sealed class LineProgress(LineObserver owner, Pace pace) : IStageProgress
    {
        private long _nextReport = Interval.Ticks;

        public void Advance(long units)
        {
            pace.Advance(units);
            var due = Interlocked.Read(ref _nextReport);
            if (pace.Elapsed.Ticks >= due && Interlocked.CompareExchange(ref _nextReport, pace.Elapsed.Ticks + Interval.Ticks, due) == due)
                owner.Write(pace.Describe());
        }

        public void Dispose()
        {
            if (pace.IsWorthALine) owner.Write(pace.Summary());
        }
    }
}

/// <summary>Only what whoever reads the results must know.</summary>
internal sealed class CautionObserver(TextWriter writer) : IStageObserver
{
    public IStageProgress Begin(string work, long total, string unit) => SilentObserver.Instance;

    public void Note(string sentence)
    {
    }

    public void Caution(string sentence) => writer.WriteLine($"Caution: {sentence}");
}

/// <summary>How far a piece of work is, how fast it goes and how long it will take: the numbers behind every progress line.</summary>
internal sealed class Pace(string work, long total, string unit, TimeProvider clock)
{
    private static readonly TimeSpan ShortestWorth = TimeSpan.FromSeconds(0.5);
    private readonly long _start = clock.GetTimestamp();
    private long _done;

    public string Work => work;

    /// <summary>The share that is done, or null where the size is not known.</summary>
    public double? Fraction => total == IStageObserver.UnknownTotal ? null : (double)Interlocked.Read(ref _done) / total;

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>Whether it took long enough to be told of when it is done.</summary>
    public bool IsWorthALine => Elapsed >= ShortestWorth;

    public void Advance(long units) => Interlocked.Add(ref _done, units);

    /// <summary>E.g. "losses of nx-800k: 51,200 of 180,000 tokens, 12,300 a second, 10 s left"; without the whole and the time left where the size is not
    /// known.</summary>
    public string Describe()
    {
        var done = Interlocked.Read(ref _done);
        var seconds = Elapsed.TotalSeconds;
        var rate = seconds > 0 ? done / seconds : 0;
        if (Fraction is null) return string.Create(CultureInfo.InvariantCulture, $"{work}: {done:N0} {unit}, {Rate(rate)} a second");
        var left = rate > 0 ? $", {Duration((total - done) / rate)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{work}: {done:N0} of {total:N0} {unit}, {Rate(rate)} a second{left}");
    }

    /// <summary>E.g. "losses of nx-800k: 180,000 tokens in 15 s".</summary>
    public string Summary() =>
        string.Create(CultureInfo.InvariantCulture, $"{work}: {Interlocked.Read(ref _done):N0} {unit} in {Duration(Elapsed.TotalSeconds)}");

    private static string Rate(double rate) => rate.ToString(rate >= 10 ? "N0" : "N2", CultureInfo.InvariantCulture);

    private static string Duration(double seconds) => seconds switch
    {
        < 10 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 120 => seconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        < 7200 => (seconds / 60).ToString("0", CultureInfo.InvariantCulture) + " min",
        _ => (seconds / 3600).ToString("0.0", CultureInfo.InvariantCulture) + " h",
    };
}
