namespace Quanta.Formats.Pickles;

/// <summary>Bounds what calls may allocate by the size of the pickle: a small pickle may name one large value many times.</summary>
internal sealed class PickleBudget(long pickleLength)
{
    private const int Factor = 16;
    private const int Allowance = 1 << 20;
    private long _remaining = pickleLength > (long.MaxValue - Allowance) / Factor ? long.MaxValue : pickleLength * Factor + Allowance;

    public void Charge(long bytes)
    {
        if (bytes > _remaining) throw new FormatException("it asks for far more memory than the size of the pickle accounts for");
        _remaining -= bytes;
    }
}
