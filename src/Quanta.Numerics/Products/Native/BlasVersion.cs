using System.Runtime.InteropServices;

namespace Quanta.Numerics.Products.Native;

/// <summary>Asks loaded libraries for their version.</summary>
internal static unsafe class BlasVersion
{
    private const string Unknown = "unknown version";
    private const int Longest = 256;

    /// <summary>openblas_get_config: version, build options, and the kind of processor it found.</summary>
    public static string OfOpenBlas(nint library) => NativeLibrary.TryGetExport(library, "openblas_get_config", out var address)
        ? Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)address)())?.Trim() ?? Unknown
        : Unknown;

    /// <summary>mkl_get_version_string, which fills a buffer.</summary>
    public static string OfMkl(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "mkl_get_version_string", out var address)) return Unknown;
        var text = stackalloc byte[Longest];
        ((delegate* unmanaged<byte*, int, void>)address)(text, Longest);
        return Marshal.PtrToStringUTF8((nint)text)?.Trim() ?? Unknown;
    }
}
