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
