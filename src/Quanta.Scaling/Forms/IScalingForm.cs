namespace Quanta.Scaling.Forms;

/// <summary>A family of curves or surfaces that a scaling law is fitted with.</summary>
/// <remarks>Fits search in working parameters: each is a natural parameter, or its logarithm where it must be positive, of the law written in sizes divided by
/// the geometric mean size (<see cref="ScalingPoints.Centre"/>). Any real working parameters are allowed.</remarks>
public interface IScalingForm
{
    /// <summary>As on the command line, e.g. "chinchilla".</summary>
    string Name { get; }

    /// <summary>In plain text, in natural parameters.</summary>
    string Formula { get; }

    /// <summary>The sizes that a point needs, in the order of <see cref="ScalingPoints.Sizes"/>.</summary>
    IReadOnlyList<FormInput> Inputs { get; }

    /// <summary>[k], in the order of every array of parameters.</summary>
    IReadOnlyList<FormParameter> Parameters { get; }

    /// <summary>Quantities that follow from the parameters; often none.</summary>
    IReadOnlyList<DerivedQuantity> Derived => [];

    /// <summary>Whether values have derivatives everywhere, so that a search by gradients crosses from one side of a break to the other.</summary>
    bool IsSmooth => true;

    /// <summary>In which way intervals of this form do not hold the truth as often as they say, as a sentence; null where simulations find that they do.</summary>
    string? IntervalCaveat => null;

    /// <summary>What is minimised unless the caller says otherwise.</summary>
    FitLoss DefaultLoss { get; }

    /// <summary>The form's values at the points.</summary>
    /// <param name="working">[k].</param>
    /// <param name="points">Where; measurements and weights are not looked at.</param>
    /// <param name="values">[n], written; not finite where the form has no value.</param>
    /// <param name="derivatives">[k, n] by rows, written: d value / d working parameter; or empty, where they are not wanted.</param>
    void Evaluate(ReadOnlySpan<double> working, ScalingPoints points, Span<double> values, Span<double> derivatives);

    /// <summary>Where to begin: working parameters that cover what is plausible for these points, the same for the same points.</summary>
    IEnumerable<double[]> Starts(ScalingPoints points);

    /// <summary>Natural parameters [k] from working ones.</summary>
    /// <param name="working">[k].</param>
    /// <param name="centre">[inputs], of the points that they were fitted to.</param>
    double[] ToNatural(ReadOnlySpan<double> working, ReadOnlySpan<double> centre);

    /// <summary>Working parameters [k] from natural ones.</summary>
    double[] ToWorking(ReadOnlySpan<double> natural, ReadOnlySpan<double> centre);
}

/// <summary>A size that a form takes.</summary>
/// <param name="Symbol">As in the formula, e.g. "N".</param>
/// <param name="Meaning">What it is, with its unit.</param>
public sealed record FormInput(string Symbol, string Meaning);

/// <summary>How a parameter is searched for: as it is, or as its logarithm, which keeps it positive.</summary>
public enum ParameterScale
{
    Linear,
    Logarithmic,
}

/// <summary>One parameter of a form.</summary>
/// <param name="Name">As in the formula, e.g. "alpha".</param>
/// <param name="Meaning">What it is, with its unit.</param>
/// <param name="Scale">How it is searched for.</param>
public sealed record FormParameter(string Name, string Meaning, ParameterScale Scale)
{
    /// <summary>From what is searched for to what is told.</summary>
    public double ToNatural(double working) => Scale == ParameterScale.Logarithmic ? Math.Exp(working) : working;

    /// <summary>From what is told to what is searched for.</summary>
    public double ToWorking(double natural) => Scale == ParameterScale.Logarithmic ? Math.Log(natural) : natural;
}

/// <summary>A quantity that follows from the parameters and is reported with them.</summary>
/// <param name="Name">Short, e.g. "a_opt".</param>
/// <param name="Meaning">What it is, with its unit.</param>
/// <param name="Of">From the natural parameters [k].</param>
public sealed record DerivedQuantity(string Name, string Meaning, Func<IReadOnlyList<double>, double> Of);

/// <summary>What forms share: the passage between working and natural parameters.</summary>
public abstract class ScalingForm : IScalingForm
{
    public abstract string Name { get; }

    public abstract string Formula { get; }

    public abstract IReadOnlyList<FormInput> Inputs { get; }

    public abstract IReadOnlyList<FormParameter> Parameters { get; }

    public virtual IReadOnlyList<DerivedQuantity> Derived => [];

    public virtual bool IsSmooth => true;

    public virtual string? IntervalCaveat => null;

    public virtual FitLoss DefaultLoss => FitLoss.SquaredLog;

    public abstract void Evaluate(ReadOnlySpan<double> working, ScalingPoints points, Span<double> values, Span<double> derivatives);

    public abstract IEnumerable<double[]> Starts(ScalingPoints points);

    public double[] ToNatural(ReadOnlySpan<double> working, ReadOnlySpan<double> centre)
    {
        var natural = working.ToArray();
        Recentre(natural, centre, +1);
        for (var j = 0; j < natural.Length; j++) natural[j] = Parameters[j].ToNatural(natural[j]);
        return natural;
    }

    public double[] ToWorking(ReadOnlySpan<double> natural, ReadOnlySpan<double> centre)
    {
        var working = new double[natural.Length];
        for (var j = 0; j < working.Length; j++) working[j] = Parameters[j].ToWorking(natural[j]);
        Recentre(working, centre, -1);
        return working;
    }

    /// <summary>Moves the origin of ln size in working parameters by <paramref name="direction"/> times the centre: +1 to size 1, -1 to the centre.</summary>
    protected abstract void Recentre(Span<double> working, ReadOnlySpan<double> centre, int direction);

    /// <summary>[n] of row <paramref name="parameter"/>.</summary>
    protected static Span<double> Row(Span<double> derivatives, int parameter, int count) => derivatives.Slice(parameter * count, count);
}

/// <summary>Pieces of the grids from which searches start.</summary>
internal static class StartGrid
{
    /// <summary>Of the least measurement, as a constant below all of them.</summary>
    public static IReadOnlyList<double> Shares { get; } = [1e-4, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98];

    /// <summary>The least measurement above 0; 1 where there is none.</summary>
    public static double LeastPositive(ReadOnlySpan<double> measured)
    {
        var least = double.PositiveInfinity;
        foreach (var value in measured)
            if (value > 0) least = Math.Min(least, value);
        return double.IsFinite(least) ? least : 1;
    }

    /// <summary>The places halfway, in the logarithm, between neighbouring sizes: a break cannot be told apart from others between the same two sizes.</summary>
    public static double[] Gaps(ReadOnlySpan<double> sizes)
    {
        var distinct = sizes.ToArray().Distinct().Order().ToArray();
        return [.. distinct.Skip(1).Select((size, i) => (distinct[i] + size) / 2)];
    }

    /// <summary><paramref name="count"/> of the values, evenly spread, or all where there are not more.</summary>
    public static double[] Spread(double[] values, int count) =>
        values.Length <= count ? values : [.. Enumerable.Range(0, count).Select(i => values[(int)((i + 0.5) * values.Length / count)])];
}

/// <summary>Every form, by name: what the command line and the tests go through.</summary>
public static class ScalingForms
{
    /// <summary>One of each, broken power laws with one and two breaks.</summary>
    public static IReadOnlyList<IScalingForm> All { get; } =
    [
        new PowerLawForm(), new SaturatingPowerLawForm(), new ChinchillaForm(), new BrokenPowerLawForm(1), new BrokenPowerLawForm(2),
        new SigmoidForm(), new StepForm(), new HingeForm(), new QuantaForm(), new QuantaForm(QuantaResource.Examples),
    ];

    /// <summary>The form of that name; "broken" and "bnsl" are a broken power law with <paramref name="breaks"/> breaks.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IScalingForm Named(string name, int breaks = 1)
    {
        if (name is "broken" or "bnsl") return new BrokenPowerLawForm(breaks);
        return All.FirstOrDefault(form => form.Name == name)
            ?? throw new ArgumentException($"There is no form '{name}'; the forms are {string.Join(", ", All.Select(form => form.Name))}, and broken with --breaks.");
    }
}
