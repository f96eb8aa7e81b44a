using System.Buffers;
using System.Buffers.Binary;
using Apache.Arrow.Memory;
using Quanta.Formats.Files;

namespace Quanta.Formats.Columns;

/// <summary>The bytes of an Arrow stream, as the library asks for them. It asks for the lengths of messages by reading four bytes, which are looked at here: a length
/// beyond the file's end, or a message that claims more than it holds, is refused before memory is taken for it, and only a stream that ends with the length 0 is whole.</summary>
internal sealed class ArrowInput(Stream inner) : ReadOnlyStream
{
    private const int LengthBytes = sizeof(int), Continuation = -1;

    public CancellationToken Cancellation { get; set; }

    /// <summary>Whether the end mark was read.</summary>
    public bool IsAtEndMark { get; private set; }

    /// <summary>How many bytes follow.</summary>
    public long Left => inner.Length - inner.Position;

    public override int Read(Span<byte> buffer)
    {
        Cancellation.ThrowIfCancellationRequested();
        var isLength = buffer.Length == LengthBytes;
        var read = isLength ? inner.ReadAtLeast(buffer, LengthBytes, throwOnEndOfStream: false) : inner.Read(buffer);
        if (isLength && read == LengthBytes) Look(BinaryPrimitives.ReadInt32LittleEndian(buffer));
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private void Look(int length)
    {
        IsAtEndMark = length == 0;
        if (length is Continuation or 0) return;
        if (length < 0 || length > Left) throw new FormatException($"a message of {length:N0} bytes is announced, but {Left:N0} follow");
        var (message, begin) = (new byte[length], inner.Position);
        inner.ReadExactly(message);
        inner.Position = begin;
        new ArrowMessage(message).Check();
    }
}

/// <summary>Memory for the body of a message, no more than its file still holds or the user allows.</summary>
internal sealed class ArrowMemory(string path, ArrowInput input, long memoryBytes) : MemoryAllocator
{
    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        if (length > input.Left) throw new FormatException($"a batch of {length:N0} bytes is announced, but {input.Left:N0} follow");
        if (length > memoryBytes)
        {
            throw BadFile.Because(path, $"a record batch takes {length / 1e9:0.##} GB in memory, but {memoryBytes / 1e9:0.##} GB are allowed (half of --memory); "
                + "allow more, or save the data set again with smaller batches (datasets: writer_batch_size=1000).");
        }
        bytesAllocated = length;
        return Default.Value.Allocate(length);
    }
}
