namespace Quanta.Discovery;

/// <summary>Is told what a stage is doing. Libraries never print: a front end implements this.</summary>
public interface IStageObserver
{
    /// <summary>The total of a piece of work whose size is not known before it ends.</summary>
    const long UnknownTotal = 0;

    /// <summary>A piece of work begins; dispose the result when it ends.</summary>
    /// <param name="work">What is done, e.g. "losses of nx-800k@step1500".</param>
    /// <param name="total">Its size in units, or <see cref="UnknownTotal"/>.</param>
    /// <param name="unit">The unit, in the plural, e.g. "tokens".</param>
    IStageProgress Begin(string work, long total, string unit);

    /// <summary>Something that the user should know and that is no error: a sentence.</summary>
    void Note(string sentence);

    /// <summary>Something that whoever reads the results must know: a sentence. It is told where notes are not.</summary>
    void Caution(string sentence) => Note($"Caution: {sentence}");
}

/// <summary>The progress of one piece of work. Safe for use from several threads.</summary>
public interface IStageProgress : IDisposable
{
    /// <summary>So many more units are done.</summary>
    void Advance(long units);
}

/// <summary>Observes nothing.</summary>
public sealed class SilentObserver : IStageObserver, IStageProgress
{
    public static SilentObserver Instance { get; } = new();

    public IStageProgress Begin(string work, long total, string unit) => this;

    public void Note(string sentence)
    {
    }

    public void Advance(long units)
    {
    }

    public void Dispose()
    {
    }
}

/// <summary>Turns the fractions that numerics report into units of a stage.</summary>
/// <param name="progress">Where the units go.</param>
/// <param name="total">The units of the whole.</param>
public sealed class FractionProgress(IStageProgress progress, long total) : IProgress<double>
{
    private readonly Lock _lock = new();
    private long _reported;

    public void Report(double value)
    {
        lock (_lock)
        {
            var units = (long)(Math.Clamp(value, 0, 1) * total);
            if (units <= _reported) return;
            progress.Advance(units - _reported);
            _reported = units;
        }
    }
}
