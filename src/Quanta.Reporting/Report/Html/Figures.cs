using System.Globalization;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Report;

/// <summary>Numbers as the page writes them.</summary>
internal static class Figures
{
    private const string None = "\u2013";
    private const double SecondsPerMinute = 60, SecondsPerHour = 3600, LeastCount = 1e4, LongestCount = 1e15;

    /// <summary>With thousands set off.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Nats(double value) => Fixed(value, "0.000");

    public static string Share(double value) => double.IsFinite(value) ? Fixed(100 * value, "0.0") + " %" : None;

    /// <summary>Four significant digits; whole numbers in full.</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        double.NaN or double.PositiveInfinity => None,
        < LongestCount when double.IsInteger(value) => Count((long)value),
        >= LeastCount and < LongestCount => Count((long)double.Parse(value.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        _ => TickLabels.Short(value),
    };

    /// <summary>Two decimals: exponents are not known better.</summary>
    public static string Exponent(double value) => double.IsFinite(value) ? Numeral.Of(value, 2) : None;

    /// <summary>In its shortest round-trip form, for programs.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Duration(double seconds) => seconds switch
    {
        < 10 => Fixed(seconds, "0.0") + " s",
        < SecondsPerMinute => Fixed(seconds, "0") + " s",
        < SecondsPerHour => $"{(int)(seconds / SecondsPerMinute)} min {(int)(seconds % SecondsPerMinute)} s",
        _ => $"{(int)(seconds / SecondsPerHour)} h {(int)(seconds % SecondsPerHour / SecondsPerMinute)} min",
    };

    public static string Instant(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A count and its noun, in the plural where it has one: "1 token", "2 tokens".</summary>
    public static string Of(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Fixed(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : None;
}
