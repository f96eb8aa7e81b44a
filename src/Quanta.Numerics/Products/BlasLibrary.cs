using System.Runtime.InteropServices;

namespace Quanta.Numerics.Products;

/// <summary>A library with the C interface of BLAS: how it is called and found.</summary>
/// <param name="Name">The name by which it is chosen.</param>
/// <param name="FileNames">Tried in this order, by the system's own search.</param>
/// <param name="ThreadsFunctions">Sets the number of threads from an int; the first that exists is called.</param>
/// <param name="Version">The version of the loaded library.</param>
/// <param name="Advice">How to get it.</param>
internal sealed record BlasLibrary(string Name, IReadOnlyList<string> FileNames, IReadOnlyList<string> ThreadsFunctions, Func<nint, string> Version, string Advice)
{
    public static BlasLibrary OpenBlas { get; } = new(
        "openblas",
        ForThisSystem(
            linux: ["libopenblas.so.0", "libopenblas.so"],
            windows: ["libopenblas.dll", "openblas.dll"],
            mac: ["libopenblas.0.dylib", "libopenblas.dylib"]),
        ["openblas_set_num_threads"],
        BlasVersion.OfOpenBlas,
        "install OpenBLAS (Debian and Ubuntu: libopenblas0)");

    /// <remarks>The thread count of the first function holds for the calling thread only, that of the second for the process.</remarks>
    public static BlasLibrary Mkl { get; } = new(
        "mkl",
        ForThisSystem(
            linux: ["libmkl_rt.so.2", "libmkl_rt.so.1", "libmkl_rt.so"],
            windows: ["mkl_rt.2.dll", "mkl_rt.1.dll", "mkl_rt.dll"],
            mac: ["libmkl_rt.2.dylib", "libmkl_rt.1.dylib", "libmkl_rt.dylib"]),
        ["MKL_Set_Num_Threads_Local", "MKL_Set_Num_Threads"],
        BlasVersion.OfMkl,
        "install Intel oneMKL and put its folder on the library path");

    public static IReadOnlyList<BlasLibrary> All { get; } = [OpenBlas, Mkl];

    private static string[] ForThisSystem(string[] linux, string[] windows, string[] mac) =>
        OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? mac : linux;
}

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
