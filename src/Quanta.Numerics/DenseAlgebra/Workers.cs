namespace Quanta.Numerics.DenseAlgebra;

/// <summary>Runs numbered, independent pieces of work on a given number of threads.</summary>
/// <remarks>What the pieces are never depends on the number of threads, so neither does a result.</remarks>
internal static class Workers
{
    /// <summary>Calls <paramref name="work"/> for 0 ... <paramref name="count"/> - 1, in any order, and waits for all.</summary>
    public static void Run(int count, int threads, Action<int> work, CancellationToken cancellation = default)
    {
        if (threads > 1 && count > 1)
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, work);
            return;
        }
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            work(i);
        }
    }

    /// <summary>Cuts 0 ... <paramref name="length"/> - 1 into pieces of <paramref name="pieceLength"/> and calls <paramref name="work"/> with each
    /// piece's start and exclusive end.</summary>
    public static void RunPieces(int length, int pieceLength, int threads, Action<int, int> work, CancellationToken cancellation = default)
    {
        var pieces = (int)(((long)length + pieceLength - 1) / pieceLength);
        Run(pieces, threads, piece => work(piece * pieceLength, Math.Min(length, (piece + 1) * pieceLength)), cancellation);
    }
}

/// <summary>A stretch of a longer progress.</summary>
internal sealed class PartOfProgress(IProgress<double> whole, double from, double to) : IProgress<double>
{
    /// <summary>What reports 0 ... 1 as <paramref name="from"/> ... <paramref name="to"/>; null where nobody listens.</summary>
    public static PartOfProgress? Of(IProgress<double>? whole, double from, double to) => whole is null ? null : new PartOfProgress(whole, from, to);

    public void Report(double value) => whole.Report(from + value * (to - from));
}
