using System.Globalization;

namespace Quanta.Cli.Parsing;

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
