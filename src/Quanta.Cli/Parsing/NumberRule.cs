using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Quanta.Cli.Parsing;

/// <summary>What a number on the command line must be: whole or not, decimals with a point, thousands without commas, no NaN.</summary>
/// <param name="Number">int, long, uint, ulong, float or double.</param>
/// <param name="MayBeInfinite">Whether infinity is a number for it.</param>
/// <param name="Bounds">What it must be beside.</param>
internal sealed partial record NumberRule(Type Number, bool MayBeInfinite, IReadOnlyList<BoundAttribute> Bounds)
{
    private static readonly Dictionary<Type, (BigInteger Least, BigInteger Greatest)?> Ranges = new()
    {
        [typeof(int)] = (int.MinValue, int.MaxValue),
        [typeof(long)] = (long.MinValue, long.MaxValue),
        [typeof(uint)] = (uint.MinValue, uint.MaxValue),
        [typeof(ulong)] = (ulong.MinValue, ulong.MaxValue),
        [typeof(float)] = null,
        [typeof(double)] = null,
    };

    /// <summary>The rule of numbers, of those that may be absent, and of lists of them; null for other types.</summary>
    public static NumberRule? Of(Type type, bool mayBeInfinite, IReadOnlyList<BoundAttribute> bounds)
    {
        var number = type.IsGenericType ? type.GetGenericArguments()[0] : type;
        return Ranges.ContainsKey(number) ? new NumberRule(number, mayBeInfinite, bounds) : null;
    }

    /// <summary>What is wrong with a text, as the end of a sentence that the option's name begins; null for a number.</summary>
    /// <param name="text">One number.</param>
    /// <param name="isOfList">Whether it stood among others.</param>
    public string? ProblemOf(string text, bool isOfList)
    {
        if (IsNumber(text)) return OutOfBounds(text, isOfList);
        var kind = Ranges[Number] is null ? "number" : "whole number";
        var problem = isOfList ? $"must be a list of {kind}s, but it has \"{text}\"." : $"must be a {kind}, but it is \"{text}\".";
        if (Ranges[Number] is var (least, greatest) && IsWhole(text, out _)) return $"{problem} It must lie between {least} and {greatest}.";
        return text.Contains(',', StringComparison.Ordinal) && Better(text) is var better && IsNumber(better)
            ? $"{problem} Write {better}: decimals have a point, and thousands no comma."
            : problem;
    }

    private string? OutOfBounds(string text, bool isOfList)
    {
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (Bounds.All(bound => bound.Holds(value))) return null;
        var words = string.Join(" and ", Bounds.Select(bound => bound.Words));
        return isOfList ? $"must be a list of numbers {words}, but it has {text}." : $"must be {words}, but it is {text}.";
    }

    private bool IsNumber(string text) => Ranges[Number] is var (least, greatest)
        ? IsWhole(text, out var whole) && whole >= least && whole <= greatest
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && !double.IsNaN(number) && (MayBeInfinite || double.IsFinite(number));

    private static bool IsWhole(string text, out BigInteger whole) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole);

    private static string Better(string text) =>
        Thousands().IsMatch(text) ? text.Replace(",", "", StringComparison.Ordinal) : text.Replace(',', '.');

    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();
}

/// <summary>What the number of an option must be, or each number of a list. Several bounds hold together.</summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
internal abstract class BoundAttribute : Attribute
{
    /// <summary>The end of "must be ...".</summary>
    public abstract string Words { get; }

    public abstract bool Holds(double value);

    protected static string Text(double limit) => limit.ToString("R", CultureInfo.InvariantCulture);
}

internal sealed class AtLeastAttribute(double least) : BoundAttribute
{
    public override string Words => $"at least {Text(least)}";

    public override bool Holds(double value) => value >= least;
}

internal sealed class AboveAttribute(double limit) : BoundAttribute
{
    public override string Words => $"above {Text(limit)}";

    public override bool Holds(double value) => value > limit;
}

internal sealed class AtMostAttribute(double most) : BoundAttribute
{
    public override string Words => $"at most {Text(most)}";

    public override bool Holds(double value) => value <= most;
}

internal sealed class BelowAttribute(double limit) : BoundAttribute
{
    public override string Words => $"below {Text(limit)}";

    public override bool Holds(double value) => value < limit;
}

/// <summary>Neither end belongs to it.</summary>
internal sealed class BetweenAttribute(double low, double high) : BoundAttribute
{
    public override string Words => $"between {Text(low)} and {Text(high)}";

    public override bool Holds(double value) => value > low && value < high;
}

/// <summary>Any number will do: for seeds and the like.</summary>
internal sealed class AnyNumberAttribute : BoundAttribute
{
    public override string Words => "a number";

    public override bool Holds(double value) => true;
}
