using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.ToyModels.Parity.Storage;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Sweeps;

/// <summary>One varied option: its name in <see cref="ParityOptions"/>, in camelCase, and its values.</summary>
public sealed record SweepFactor(string Option, IReadOnlyList<JsonNode> Values);

/// <summary>A sweep as data: options common to all runs, and a grid.</summary>
/// <param name="Name">A short name, e.g. "p-scaling-15".</param>
/// <param name="Notes">Where the grid comes from, and how it differs.</param>
/// <param name="Base">Options of every run, as in <see cref="ParityOptions"/>, in camelCase.</param>
/// <param name="Grid">Factors whose Cartesian product is run; the last varies fastest.</param>
public sealed record SweepDefinition(string Name, string? Notes, JsonObject Base, IReadOnlyList<SweepFactor> Grid)
{
    /// <summary>Reads a definition.</summary>
    /// <exception cref="InvalidDataException">The file is not a sweep, names an unknown option, or has a value of the wrong kind or out of range.</exception>
    public static SweepDefinition Read(string path)
    {
        var definition = ParityJson.Read(path, ParityJson.Default.SweepDefinition);
        if (definition.Name is null or "" || definition.Base is null || definition.Grid is null || definition.Grid.Any(f => f.Option is null || f.Values is not { Count: > 0 }))
            throw new InvalidDataException($"{path} must hold \"name\", \"base\" and \"grid\", and every factor of the grid an \"option\" and at least one value.");
        try
        {
            foreach (var options in definition.Runs()) options.Check();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{path} describes a run that cannot be: {e.Message}", e);
        }
        return definition;
    }

    /// <summary>The runs, in the order of the grid.</summary>
    public IReadOnlyList<ParityOptions> Runs()
    {
        var total = Grid.Aggregate(1, (product, factor) => checked(product * factor.Values.Count));
        return [.. Enumerable.Range(0, total).Select(Run)];
    }

    private ParityOptions Run(int index)
    {
        var options = Base.DeepClone().AsObject();
        foreach (var factor in Grid.Reverse())
        {
            options[factor.Option] = factor.Values[index % factor.Values.Count].DeepClone();
            index /= factor.Values.Count;
        }
        return ParityJson.OptionsFrom(options);
    }
}

/// <summary>A taste of a sweep: fewer values in the grid, fewer steps and fewer test points.</summary>
public static class SweepScale
{
    private const int LeastTestPoints = 2000;
    private const int LeastTestPointsPerTask = 50;

    /// <summary>The sweep with sizes multiplied by <paramref name="scale"/>; 1 changes nothing.</summary>
    /// <remarks>Each factor of the grid keeps ceil(count * sqrt(scale)) of its values, at least its first and last, evenly spaced. Steps, the logging
    /// interval and the test points of each run are multiplied (at least 1 step; at least 2000 and 50 test points, where there were as many). Widths, data
    /// and batches of the runs that remain are as published, so
    /// a scaled run is the beginning of the published one.</remarks>
    /// <param name="sweep">The full sweep.</param>
    /// <param name="scale">In (0, 1].</param>
    public static IReadOnlyList<ParityOptions> Runs(SweepDefinition sweep, double scale)
    {
        if (!(scale > 0 && scale <= 1)) throw new ArgumentException($"The scale must lie in (0, 1], but is {scale}.", nameof(scale));
        if (scale == 1) return sweep.Runs();
        var thinned = sweep with { Grid = [.. sweep.Grid.Select(factor => factor with { Values = Thin(factor.Values, Math.Sqrt(scale)) })] };
        return [.. thinned.Runs().Select(run => Shorten(run, scale))];
    }

    internal static IReadOnlyList<T> Thin<T>(IReadOnlyList<T> values, double share)
    {
        var kept = Math.Max(2, (int)Math.Ceiling(values.Count * share));
        return kept >= values.Count ? values : [.. Enumerable.Range(0, kept).Select(i => values[(int)Math.Round((double)i * (values.Count - 1) / (kept - 1))])];
    }

    private static ParityOptions Shorten(ParityOptions run, double scale) => run with
    {
        Steps = Math.Max(1, (long)Math.Round(run.Steps * scale)),
        LogEvery = Math.Max(1, (long)Math.Round(run.LogInterval * scale)),
        TestPoints = Math.Max(Math.Min(run.TestPoints, LeastTestPoints), (int)(run.TestPoints * scale)),
        TestPointsPerTask = Math.Max(Math.Min(run.TestPointsPerTask, LeastTestPointsPerTask), (int)(run.TestPointsPerTask * scale)),
    };
}
