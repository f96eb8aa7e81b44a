using System.Text.Json;

namespace Quanta.Discovery.Tests;

/// <summary>Values that scripts beside them made.</summary>
internal static class Goldens
{
    /// <summary>Cosines of some of minipile's reference selection in float64; made by Goldens/make_float64_cosines.py.</summary>
    /// <returns>Indices in the selection, [n], and cosines, [n, n].</returns>
    public static (int[] Selected, float[] Cosines) Float64Cosines()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Quanta.Discovery.Tests", "Goldens", "float64-cosines.json")));
        return (
            [.. json.RootElement.GetProperty("selected").EnumerateArray().Select(e => e.GetInt32())],
            [.. json.RootElement.GetProperty("cosines").EnumerateArray().Select(e => e.GetSingle())]);
    }
}
