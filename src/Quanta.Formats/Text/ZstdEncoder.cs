using Microsoft.Win32.SafeHandles;

namespace Quanta.Formats.Text;

/// <summary>The writing half of <see cref="ZstdStream"/>: one frame with a checksum, ended on disposal.</summary>
internal sealed unsafe class ZstdEncoder : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int CompressionLevel = 100, ChecksumFlag = 201; // ZSTD_c_compressionLevel, ZSTD_c_checksumFlag
    private const int Continue = 0, FlushBlock = 1, EndFrame = 2; // ZSTD_EndDirective
    private readonly ZstdLibrary _library = ZstdLibrary.Instance;
    private readonly Stream _compressed;
    private readonly byte[] _output = GC.AllocateUninitializedArray<byte>(1 << 17, pinned: true);

    public ZstdEncoder(Stream compressed, int level)
        : base(ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 22);
        _compressed = compressed;
        SetHandle(_library.CreateEncoder());
        if (IsInvalid) throw new InsufficientMemoryException("libzstd could not allocate a compression context.");
        Check(_library.SetEncoderParameter(handle, CompressionLevel, level));
        Check(_library.SetEncoderParameter(handle, ChecksumFlag, 1));
    }

    public void Write(ReadOnlySpan<byte> source) => Run(source, Continue);

    public void Flush() => Run([], FlushBlock);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !IsClosed) Run([], EndFrame);
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle() => _library.FreeEncoder(handle) == 0;

    private void Run(ReadOnlySpan<byte> source, int directive)
    {
        fixed (byte* input = source, output = _output)
        {
            var from = new ZstdLibrary.Buffer(input, (nuint)source.Length);
            nuint remaining;
            do
            {
                var to = new ZstdLibrary.Buffer(output, (nuint)_output.Length);
                remaining = _library.Compress(handle, &to, &from, directive);
                Check(remaining);
                _compressed.Write(_output.AsSpan(0, (int)to.Position));
            }
            while (directive == Continue ? from.Position < from.Size : remaining > 0);
        }
    }

    private void Check(nuint result)
    {
        if (_library.ErrorOf(result) is { } error) throw new IOException($"libzstd could not compress: {error}.");
    }
}
