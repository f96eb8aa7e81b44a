using System.Globalization;

namespace Quanta.Reporting.Charts;

/// <summary>
/// Chooses the marked values of an axis: multiples of 1, 2 or 5 times a power of ten; powers of ten where the range holds enough of them.
/// </summary>
internal static class Ticks
{
    /// <summary>
    /// The ticks of a settled scale: the axis's own where it has them, else computed ones with at most <paramref name="most"/> labels.
    /// </summary>
    public static IReadOnlyList<Tick> For(Scale scale, int most, IReadOnlyList<string> categories)
    {
        if (scale.Axis.Ticks is { } own) return [.. own.Where(tick => scale.Contains(tick.Value))];
        if (scale.Axis.Kind == AxisKind.Category) return [.. categories.Select((name, i) => new Tick(i, Label.Literal(name)))];
        if (scale.Axis.Kind == AxisKind.Linear) return Labelled(Linear(scale.Minimum, scale.Maximum, most), AxisKind.Linear);
        return [.. Labelled(Log(scale.Minimum, scale.Maximum, most), AxisKind.Log),
            .. LogMinor(scale.Minimum, scale.Maximum).Select(value => new Tick(value, Label.Empty))];
    }

    /// <summary>
    /// The multiples inside [minimum, maximum] of the least step of 1, 2 or 5 times a power of ten that gives at most <paramref name="most"/> of
    /// them.
    /// </summary>
    public static double[] Linear(double minimum, double maximum, int most)
    {
        most = Math.Max(most, 2);
        var slack = 1e-9 * (maximum - minimum);
        for (var exponent = (int)Math.Floor(Math.Log10((maximum - minimum) / most)); ; exponent++)
        {
            foreach (var digit in (ReadOnlySpan<int>)[1, 2, 5])
            {
                var step = Scaled(digit, exponent);
                var (first, last) = (Math.Ceiling((minimum - slack) / step), Math.Floor((maximum + slack) / step));
                if (last - first + 1 <= most) return Multiples(digit, exponent, first, last);
            }
        }
    }

    /// <summary>
    /// Powers of ten, every second or third of them where there are too many; the values 1, 2 and 5 times a power of ten where fewer than two powers
    /// are inside; linear ticks where even those are too few.
    /// </summary>
    public static double[] Log(double minimum, double maximum, int most)
    {
        most = Math.Max(most, 2);
        var (first, last) = Powers(minimum, maximum);
        if (last - first >= 1)
        {
            var stride = (last - first + most) / most;
            return [.. Enumerable.Range(first, last - first + 1).Where(exponent => exponent % stride == 0).Select(exponent => Scaled(1, exponent))];
        }
        double[] oneTwoFive = [.. Digits(minimum, maximum, [1, 2, 5])];
        return oneTwoFive.Length >= 3 && oneTwoFive.Length <= most ? oneTwoFive : Linear(minimum, maximum, most);
    }

    /// <summary>The digits 2 to 9 of each decade, where the range has few enough decades for them to be told apart.</summary>
    public static double[] LogMinor(double minimum, double maximum) =>
        Math.Log10(maximum / minimum) > 8 ? [] : [.. Digits(minimum, maximum, [2, 3, 4, 5, 6, 7, 8, 9])];

    private static IReadOnlyList<Tick> Labelled(double[] values, AxisKind kind) =>
        [.. values.Zip(TickLabels.For(values, kind), (value, label) => new Tick(value, label))];

    private static IEnumerable<double> Digits(double minimum, double maximum, int[] digits)
    {
        for (var exponent = (int)Math.Floor(Math.Log10(minimum)) - 1; exponent <= (int)Math.Ceiling(Math.Log10(maximum)); exponent++)
            foreach (var digit in digits)
                if (Scaled(digit, exponent) is var value && value >= minimum * (1 - 1e-9) && value <= maximum * (1 + 1e-9)) yield return value;
    }

    private static (int First, int Last) Powers(double minimum, double maximum) =>
        ((int)Math.Ceiling(Math.Log10(minimum) - 1e-9), (int)Math.Floor(Math.Log10(maximum) + 1e-9));

    private static double[] Multiples(int digit, int exponent, double first, double last)
    {
        var values = new double[(int)(last - first) + 1];
        for (var i = 0; i < values.Length; i++) values[i] = Scaled((first + i) * digit, exponent) + 0.0; // + 0.0 turns -0 into 0
        return values;
    }

    // Dividing by an exact power of ten gives the double nearest to the decimal number; multiplying by 0.1 would not.
    private static double Scaled(double digits, int exponent) => exponent < 0 ? digits / Math.Pow(10, -exponent) : digits * Math.Pow(10, exponent);
}

/// <summary>Writes the numbers beside an axis as the field does: 0.2, 5000, 10⁴ and 2×10⁻⁵ with real superscripts, and a true minus sign.</summary>
internal static class TickLabels
{
    private const double PlainFrom = 1e-3, PlainTo = 1e5;

    // 0.2, 0.5, 1.0 reads better with equal decimals; 0.01, 1, 100 without.
    private const double OneStyleUpTo = 20;

    /// <summary>One label a value, all in one style.</summary>
    public static IReadOnlyList<Label> For(IReadOnlyList<double> values, AxisKind kind)
    {
        double[] sizes = [.. values.Where(value => value != 0).Select(Math.Abs)];
        if (sizes.Length == 0) return [.. values.Select(_ => Label.Literal("0"))];
        if (kind == AxisKind.Log && values.All(IsPowerOfTen) && (sizes.Max() >= 1e4 || sizes.Min() < 1e-2))
            return [.. values.Select(value => Label.Math($"10^{{{Numeral.Signed(Exponent(value).ToString(CultureInfo.InvariantCulture))}}}"))];
        if (kind == AxisKind.Log && sizes.Max() >= OneStyleUpTo * sizes.Min())
            return [.. values.Select(value => Math.Abs(value) is >= PlainFrom and < PlainTo ? Plain(value, "0.######") : Scientific(value))];
        if (sizes.Max() >= PlainTo || sizes.Max() < PlainFrom) return [.. values.Select(Scientific)];
        var decimals = Enumerable.Range(0, 9)
            .First(digits => digits == 8 || values.All(value => Math.Abs(Math.Round(value, digits) - value) < 1e-6 * sizes.Min()));
        return [.. values.Select(value => Plain(value, "F" + decimals.ToString(CultureInfo.InvariantCulture)))];
    }

    /// <summary>A number in running text: at most so many significant digits, plain where that is short, else as a power of ten.</summary>
    public static string Short(double value, int digits = 4)
    {
        if (!double.IsFinite(value)) return value.ToString(CultureInfo.InvariantCulture);
        var text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? Scientific(double.Parse(text, CultureInfo.InvariantCulture)).PlainText : Numeral.Signed(text);
    }

    private static Label Scientific(double value)
    {
        if (value == 0) return Label.Literal("0");
        var exponent = Exponent(value);
        var mantissa = exponent < 0 ? value * Math.Pow(10, -exponent) : value / Math.Pow(10, exponent);
        var digits = Numeral.Signed(mantissa.ToString("0.###", CultureInfo.InvariantCulture));
        var factor = digits switch { "1" => "", "\u22121" => "\u2212", _ => digits + "×" };
        return Label.Math($"{factor}10^{{{Numeral.Signed(exponent.ToString(CultureInfo.InvariantCulture))}}}");
    }

    private static Label Plain(double value, string format) => Label.Literal(Numeral.Signed(value.ToString(format, CultureInfo.InvariantCulture)));

    private static bool IsPowerOfTen(double value) => value > 0 && Math.Abs(value / Math.Pow(10, Exponent(value)) - 1) < 1e-9;

    private static int Exponent(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);
}
