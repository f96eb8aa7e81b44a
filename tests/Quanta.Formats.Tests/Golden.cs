namespace Quanta.Formats.Tests;

/// <summary>Small files that NumPy, PyTorch and Python wrote; Goldens/make.py makes them and names the versions.</summary>
internal static class Golden
{
    public static string Path(string name) => System.IO.Path.Combine(Repository.Root, "tests", "Quanta.Formats.Tests", "Goldens", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));
}
