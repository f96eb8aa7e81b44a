using System.Text.Json.Nodes;

namespace Quanta.Discovery.Runs;

/// <summary>What decides a stage's result.</summary>
/// <param name="Stage">The stage's name in run.json.</param>
/// <param name="Options">Its options, as JSON.</param>
/// <param name="Inputs">SHA-256 of each input, by name.</param>
/// <param name="Artifacts">The files it makes, as paths in the run folder.</param>
public sealed record StageDefinition(string Stage, JsonObject Options, IReadOnlyDictionary<string, string> Inputs, IReadOnlyList<string> Artifacts)
{
    /// <summary>Whether the stage only shows what others made: when its options or inputs have changed, it is run again and not refused.</summary>
    public bool IsView { get; init; }

    /// <summary>What run.json says of the inputs beside their hashes; a stage is not run again for it.</summary>
    public JsonObject? Facts { get; init; }

    /// <summary>Whether matrices are multiplied in it, so that its record and its unfinished arrays must name what does.</summary>
    public bool Computes { get; init; }

    /// <summary>What the values of an unfinished array follow from, as parts that semicolons divide.</summary>
    internal string OriginFor(Computation computation) => string.Join("; ", [
        Stage,
        .. Options.Select(option => $"{option.Key} {option.Value?.ToJsonString() ?? "unset"}"),
        .. Inputs.Select(input => $"{input.Key} {input.Value}"),
        computation.Name,
    ]);
}
