namespace Quanta.LanguageModels.Tests.Devices;

internal static class Compare
{
    /// <summary>Fails unless every element is within the tolerance times the largest of 1 and its expected size.</summary>
    public static void Near(float[] expected, float[] actual, double tolerance, string because)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Expect.Near(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])), because);
    }
}
