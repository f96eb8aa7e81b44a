using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Quanta.Formats.Files;

/// <summary>Bytes at rest that readers look at without copying: a mapped file, an array, or a part of either.</summary>
/// <remarks>A span stays valid until the source's owner disposes it, and does not keep it alive: whoever uses one keeps a reference to the source
/// until after.</remarks>
internal abstract class ByteSource(string name, long length)
{
    /// <summary>What messages call this source: its path, and its part of the file where it is not the whole.</summary>
    public string Name { get; } = name;

    public long Length { get; } = length;

    /// <summary><paramref name="count"/> values of type T from byte <paramref name="offset"/>, which need not be aligned.</summary>
    /// <exception cref="InvalidDataException">The source ends before.</exception>
    public unsafe ReadOnlySpan<T> Span<T>(long offset, int count)
        where T : unmanaged
    {
        Require(offset, (long)count * sizeof(T));
        return SpanUnchecked<T>(offset, count);
    }

    public ReadOnlySpan<byte> Span(long offset, int count) => Span<byte>(offset, count);

    /// <summary>The part of <paramref name="length"/> bytes from <paramref name="offset"/>. It lives as long as this source, which stays the
    /// owner.</summary>
    public ByteSource Slice(string name, long offset, long length)
    {
        Require(offset, length);
        return new Part(name, this, offset, length);
    }

    public InvalidDataException Bad(string sentence, Exception? inner = null) => BadFile.Because(Name, sentence, inner);

    protected abstract ReadOnlySpan<T> SpanUnchecked<T>(long offset, int count)
        where T : unmanaged;

    private void Require(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length || length > Length - offset)
        {
            throw Bad($"{length} bytes are needed from byte {offset}, but there are {Length} in all; "
                + "the file is truncated or its header is damaged.");
        }
    }

    private sealed class Part(string name, ByteSource whole, long start, long length) : ByteSource(name, length)
    {
        protected override ReadOnlySpan<T> SpanUnchecked<T>(long offset, int count) => whole.SpanUnchecked<T>(start + offset, count);
    }
}

/// <summary>Reads a source from its beginning.</summary>
internal sealed class ByteSourceStream(ByteSource source) : ReadOnlyStream
{
    private long _position;

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, source.Length - _position);
        source.Span(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}

/// <summary>The memory of an array of any unmanaged element type as a source.</summary>
internal sealed class ArrayBytes(string name, Array array) : ByteSource(name, ByteLength(array))
{
    protected override ReadOnlySpan<T> SpanUnchecked<T>(long offset, int count)
    {
        ref var start = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(array), (nint)offset);
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref start), count);
    }

    private static long ByteLength(Array array) => array.LongLength * ElementSize(array);

    private static int ElementSize(Array array) => array switch
    {
        byte[] or sbyte[] or bool[] => 1,
        short[] or ushort[] or Half[] => 2,
        int[] or uint[] or float[] => 4,
        long[] or ulong[] or double[] => 8,
        _ => throw new ArgumentException($"An array of {array.GetType().GetElementType()} is not an array of numbers.", nameof(array)),
    };
}
