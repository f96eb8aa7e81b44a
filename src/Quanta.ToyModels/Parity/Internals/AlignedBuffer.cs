using System.Runtime.InteropServices;

namespace Quanta.ToyModels.Parity.Internals;

/// <summary>Zeroed native memory on a 64-byte boundary, so that no vector straddles two cache lines.</summary>
internal sealed unsafe class AlignedBuffer<T> : IDisposable where T : unmanaged
{
    private T* _data;

    public AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = (nuint)Math.Max(1, length) * (nuint)sizeof(T);
        _data = (T*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_data, bytes);
    }

    public long Length { get; }

    public T* Data => _data != null ? _data : throw new ObjectDisposedException(nameof(AlignedBuffer<>));

    public Span<T> Span => new(Data, checked((int)Length));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    ~AlignedBuffer() => Free();

    private void Free()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
    }
}

/// <summary>Runs independent units of work on a number of threads. A unit's result must not depend on any other, so their order is free.</summary>
internal static class WorkSplit
{
    public static void Run(int units, int threads, Action<int> work)
    {
        if (threads > 1 && units > 1)
        {
            Parallel.For(0, units, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
            return;
        }
        for (var unit = 0; unit < units; unit++) work(unit);
    }
}
