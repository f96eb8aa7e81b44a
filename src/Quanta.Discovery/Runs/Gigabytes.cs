using System.Globalization;

namespace Quanta.Discovery.Runs;

/// <summary>Sizes as --memory takes them.</summary>
internal static class Gigabytes
{
    private const double BytesPerMegabyte = 1e6, MegabytesPerGigabyte = 1e3;

    /// <summary>E.g. "1.25 GB": rounded up to the next megabyte, so that what is needed suffices when it is given.</summary>
    public static string Of(long bytes) =>
        (Math.Ceiling(Math.Max(0, bytes) / BytesPerMegabyte) / MegabytesPerGigabyte).ToString("0.###", CultureInfo.InvariantCulture) + " GB";
}
