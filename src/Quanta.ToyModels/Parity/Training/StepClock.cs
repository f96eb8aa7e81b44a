namespace Quanta.ToyModels.Parity.Training;

/// <summary>Adds up the time between Begin and End; does nothing without a clock.</summary>
internal sealed class StepClock(TimeProvider? clock)
{
    private long _begun;
    private TimeSpan _total;
    private long _count;

    public TimeSpan? Average => clock is null || _count == 0 ? null : _total / _count;

    public void Begin() => _begun = clock?.GetTimestamp() ?? 0;

    public void End()
    {
        _count++;
        if (clock is not null) _total += clock.GetElapsedTime(_begun);
    }
}
