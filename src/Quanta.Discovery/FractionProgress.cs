namespace Quanta.Discovery;

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
