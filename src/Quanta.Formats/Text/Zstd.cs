using Quanta.Formats.Files;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Quanta.Formats.Text;

/// <summary>Reads and writes zstd (RFC 8878): any number of frames, skippable ones included.</summary>
public static class Zstd
{
    /// <summary>The largest window that is decompressed by default, as a power of two: 128 MiB, the limit of the zstd command.</summary>
    public const int DefaultWindowLog = 27;

    /// <summary>The largest window that the format has with common tools (<c>zstd --long=31</c>): 2 GiB of memory.</summary>
    public const int LargestWindowLog = 31;

    /// <summary>Reads what a compressed stream holds.</summary>
    /// <remarks>A stream that ends inside a frame, or is damaged, is an <see cref="InvalidDataException"/> when reading arrives there; everything before is
    /// delivered first. Checksums are verified.</remarks>
    /// <param name="compressed">Where the bytes come from; disposed of with the result.</param>
    /// <param name="maxWindowLog">The largest window that is decompressed, as a power of two, 10 to 31: reading may need so many bytes of memory, and some
    /// 400 KB more, but takes no more than a frame's own window. A frame with a larger window is an <see cref="InvalidDataException"/>.</param>
    public static Stream Decompress(Stream compressed, int maxWindowLog = DefaultWindowLog)
    {
        ArgumentNullException.ThrowIfNull(compressed);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWindowLog, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxWindowLog, LargestWindowLog);
        return new Reader(compressed, maxWindowLog);
    }

    /// <summary>Compresses what is written into one frame with a checksum, which disposing of the result ends.</summary>
    /// <param name="compressed">Where the bytes go.</param>
    /// <param name="level">1 (fast) to 22 (small).</param>
    /// <param name="leaveOpen">Whether <paramref name="compressed"/> stays open when the result is disposed of.</param>
    public static Stream Compress(Stream compressed, int level = 3, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(compressed);
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 22);
        var stream = new CompressionStream(compressed, level, leaveOpen: leaveOpen);
        stream.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return stream;
    }

    private sealed class Reader : ReadOnlyStream
    {
        private const int InputBytes = 1 << 17;
        private readonly CountedInput _input;
        private readonly DecompressionStream _plain;
        private readonly int _maxWindowLog;

        public Reader(Stream compressed, int maxWindowLog)
        {
            (_input, _maxWindowLog) = (new CountedInput(compressed), maxWindowLog);
            _plain = new DecompressionStream(_input, InputBytes, leaveOpen: false);
            _plain.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, maxWindowLog);
        }

        public override int Read(Span<byte> buffer)
        {
            try
            {
                return _plain.Read(buffer);
            }
            catch (EndOfStreamException exception)
            {
                throw new InvalidDataException($"The zstd data is cut: it ends after {_input.Count:N0} bytes, inside a frame.", exception);
            }
            catch (ZstdException exception) when (exception.Code == ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge)
            {
                throw new InvalidDataException($"The zstd data needs a window of more than 2^{_maxWindowLog} bytes, which is the limit; allow one of up to "
                    + "2^31 bytes (--zstd-window 31), or compress the file again without --long (zstd -dc --long=31 FILE | zstd > NEW).", exception);
            }
            catch (ZstdException exception)
            {
                throw new InvalidDataException($"The zstd data is damaged before byte {_input.Count:N0}: {exception.Message}.", exception);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _plain.Dispose();
            base.Dispose(disposing);
        }
    }
}
