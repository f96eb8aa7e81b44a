using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Quanta.Discovery.Runs;

/// <summary>run.json: what made each artifact of a run folder.</summary>
public sealed record RunManifest
{
    /// <summary>The schema that this version of Quanta reads and writes.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The stages in the order in which they were first started.</summary>
    public IReadOnlyList<StageRecord> Stages { get; init; } = [];
}

/// <summary>One stage of a run: what it was asked, what it read, what it wrote.</summary>
public sealed record StageRecord
{
    /// <summary>E.g. "selection" or "losses/nx-800k@step1500".</summary>
    public required string Stage { get; init; }

    /// <summary>False while the stage runs, and for ever after it was killed: its artifacts are not to be trusted yet.</summary>
    public required bool Done { get; init; }

    /// <summary>The command line.</summary>
    public required string Command { get; init; }

    /// <summary>Every option that decides the result, the seed among them.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>SHA-256 of each input, by what it is to the stage, e.g. "pile" or "corpus/tokens.npy".</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>SHA-256 of each artifact, by its path in the run folder; empty while the stage runs.</summary>
    public required IReadOnlyDictionary<string, string> Artifacts { get; init; }

    /// <summary>Versions of what computed it: Quanta, .NET, the operating system.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Device and matrix product of a stage that multiplies matrices, e.g. "cpu, managed".</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ComputedBy { get; init; }

    /// <summary>What readers of the run want to know of the inputs, e.g. a model's size; decides nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonObject? Facts { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>How long the stage took, from its last start to its end.</summary>
    public required double Seconds { get; init; }
}
