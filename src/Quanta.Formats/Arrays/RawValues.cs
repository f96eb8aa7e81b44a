using System.Runtime.InteropServices;

namespace Quanta.Formats.Arrays;

/// <summary>Values as they lie in memory, which is little-endian: big-endian machines are not supported.</summary>
internal static class RawValues
{
    private const int ChunkElements = 1 << 24; // a span of bytes ends at 2^31, so a longer span of values is cut

    public static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        for (var start = 0; start < values.Length; start += ChunkElements)
            stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(ChunkElements, values.Length - start))));
    }
}
