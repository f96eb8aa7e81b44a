using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Quanta.Formats.Text;

/// <summary>The system's libzstd, found by name: the functions of its stable API that <see cref="ZstdStream"/> calls.</summary>
internal sealed unsafe class ZstdLibrary
{
    private const string MacName = "libzstd.1.dylib"; // in the folders of Homebrew (ARM, Intel) and MacPorts too
    private const int WindowTooLarge = 16; // ZSTD_error_frameParameter_windowTooLarge
    private static readonly Lazy<ZstdLibrary> Found = new(() => Load(CandidateNames));

    private readonly delegate* unmanaged<nuint, uint> _isError;
    private readonly delegate* unmanaged<nuint, byte*> _errorName;
    private readonly delegate* unmanaged<nuint, int> _errorCode;

    private ZstdLibrary(nint library)
    {
        _isError = (delegate* unmanaged<nuint, uint>)NativeLibrary.GetExport(library, "ZSTD_isError");
        _errorName = (delegate* unmanaged<nuint, byte*>)NativeLibrary.GetExport(library, "ZSTD_getErrorName");
        _errorCode = (delegate* unmanaged<nuint, int>)NativeLibrary.GetExport(library, "ZSTD_getErrorCode");
        CreateDecoder = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createDCtx");
        FreeDecoder = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeDCtx");
        SetDecoderParameter = (delegate* unmanaged<nint, int, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_DCtx_setParameter");
        Decompress = (delegate* unmanaged<nint, Buffer*, Buffer*, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressStream");
        CreateEncoder = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createCCtx");
        FreeEncoder = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeCCtx");
        SetEncoderParameter = (delegate* unmanaged<nint, int, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_CCtx_setParameter");
        Compress = (delegate* unmanaged<nint, Buffer*, Buffer*, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_compressStream2");
    }

    /// <summary>The library, loaded once.</summary>
    /// <exception cref="DllNotFoundException">It is not installed; the message names the package.</exception>
    public static ZstdLibrary Instance => Found.Value;

    public delegate* unmanaged<nint> CreateDecoder { get; }

    public delegate* unmanaged<nint, nuint> FreeDecoder { get; }

    public delegate* unmanaged<nint, int, int, nuint> SetDecoderParameter { get; }

    public delegate* unmanaged<nint, Buffer*, Buffer*, nuint> Decompress { get; }

    public delegate* unmanaged<nint> CreateEncoder { get; }

    public delegate* unmanaged<nint, nuint> FreeEncoder { get; }

    public delegate* unmanaged<nint, int, int, nuint> SetEncoderParameter { get; }

    public delegate* unmanaged<nint, Buffer*, Buffer*, int, nuint> Compress { get; }

    private static string[] CandidateNames =>
        OperatingSystem.IsWindows() ? ["libzstd.dll", "zstd.dll"]
        : OperatingSystem.IsMacOS() ? [MacName, $"/opt/homebrew/lib/{MacName}", $"/usr/local/lib/{MacName}", $"/opt/local/lib/{MacName}"]
        : ["libzstd.so.1", "libzstd.so"];

    /// <summary>Loads the first of the names that is a libzstd with the functions needed (version 1.4 or later).</summary>
    public static ZstdLibrary Load(IReadOnlyList<string> names)
    {
        foreach (var name in names)
            if (TryLoad(name, out var library)) return library;
        throw new DllNotFoundException(
            $"Reading .zst needs the zstd library 1.4 or later, and none of {string.Join(", ", names)} could be loaded; install it with "
            + "'apt install libzstd1' (Debian, Ubuntu), 'dnf install libzstd' (Fedora), 'apk add zstd-libs' (Alpine), 'brew install zstd' (macOS) "
            + "or 'vcpkg install zstd' (Windows, with libzstd.dll on the PATH), or decompress the file first ('zstd -d').");
    }

    /// <summary>Whether a result is the error that a frame's window is above the limit.</summary>
    public bool IsWindowTooLarge(nuint result) => _isError(result) != 0 && _errorCode(result) == WindowTooLarge;

    /// <summary>The library's sentence for a result, or null where the result is no error.</summary>
    public string? ErrorOf(nuint result) => _isError(result) == 0 ? null : Marshal.PtrToStringUTF8((nint)_errorName(result));

    private static bool TryLoad(string name, [NotNullWhen(true)] out ZstdLibrary? library)
    {
        library = null;
        if (!NativeLibrary.TryLoad(name, typeof(ZstdLibrary).Assembly, null, out var handle)) return false;
        try
        {
            library = new ZstdLibrary(handle);
            return true;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which have the same layout.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Buffer(byte* data, nuint size)
    {
        public byte* Data = data;
        public nuint Size = size;
        public nuint Position;
    }
}
