namespace Quanta.Numerics.Clustering.Internals;

/// <summary>A stretch of a longer progress.</summary>
internal sealed class PartOfProgress(IProgress<double> whole, double from, double to) : IProgress<double>
{
    /// <summary>What reports 0 ... 1 as <paramref name="from"/> ... <paramref name="to"/>; null where nobody listens.</summary>
    public static PartOfProgress? Of(IProgress<double>? whole, double from, double to) => whole is null ? null : new PartOfProgress(whole, from, to);

    public void Report(double value) => whole.Report(from + value * (to - from));
}
