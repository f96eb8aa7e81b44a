using Microsoft.Win32.SafeHandles;

namespace Quanta.Formats.Text;

/// <summary>The reading half of <see cref="ZstdStream"/>.</summary>
internal sealed unsafe class ZstdDecoder : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int WindowLogMaximum = 100; // ZSTD_d_windowLogMax
    private readonly ZstdLibrary _library = ZstdLibrary.Instance;
    private readonly Stream _compressed;
    private readonly byte[] _input = GC.AllocateUninitializedArray<byte>(1 << 17, pinned: true);
    private readonly int _maxWindowLog;
    private int _position, _end;
    private bool _insideFrame;

    public ZstdDecoder(Stream compressed, int maxWindowLog)
        : base(ownsHandle: true)
    {
        (_compressed, _maxWindowLog) = (compressed, maxWindowLog);
        SetHandle(_library.CreateDecoder());
        if (IsInvalid) throw new InsufficientMemoryException("libzstd could not allocate a decompression context.");
        if (_library.ErrorOf(_library.SetDecoderParameter(handle, WindowLogMaximum, maxWindowLog)) is { } error)
            throw new ArgumentOutOfRangeException(nameof(maxWindowLog), maxWindowLog, $"libzstd refuses the window limit: {error}.");
    }

    /// <summary>Decompresses at least one byte, or none at the end.</summary>
    public int Read(Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            if (_position == _end) (_position, _end) = (0, _compressed.Read(_input));
            if (_end == 0 && !_insideFrame) return 0;
            var written = Step(destination);
            if (written > 0) return written;
            if (_end == 0 && _insideFrame) throw new InvalidDataException("The zstd stream is truncated: it ends inside a frame.");
        }
        return 0;
    }

    protected override bool ReleaseHandle() => _library.FreeDecoder(handle) == 0;

    private int Step(Span<byte> destination)
    {
        fixed (byte* input = _input, output = destination)
        {
            var from = new ZstdLibrary.Buffer(input, (nuint)_end) { Position = (nuint)_position };
            var to = new ZstdLibrary.Buffer(output, (nuint)destination.Length);
            var result = _library.Decompress(handle, &to, &from);
            if (_library.IsWindowTooLarge(result))
            {
                throw new InvalidDataException($"The zstd stream needs a window of more than 2^{_maxWindowLog} bytes, which is the limit; "
                    + "compress it again without --long (zstd -dc --long=31 FILE | zstd > NEW).");
            }
            if (_library.ErrorOf(result) is { } error) throw new InvalidDataException($"The zstd stream is damaged: {error}.");
            _position = (int)from.Position;
            _insideFrame = result != 0;
            return (int)to.Position;
        }
    }
}
