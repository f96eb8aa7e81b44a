using System.Text.Json.Serialization;

namespace Quanta.Discovery.Selection;

/// <param name="Predictions">Global prediction indices, ascending, [n].</param>
/// <param name="Report">What each filter kept and dropped.</param>
public sealed record SelectionResult(long[] Predictions, SelectionReport Report);

/// <summary>What each filter kept and dropped, in predictions.</summary>
public sealed record SelectionReport
{
    public required long Predictions { get; init; }

    /// <summary>Those with a loss below the threshold, and within the band where there is one.</summary>
    public required long BelowThreshold { get; init; }

    /// <summary>Those that induction predicts by the rule in use, whatever their loss.</summary>
    public required long Inducible { get; init; }

    public required long BelowThresholdAndInducible { get; init; }

    /// <summary>Those that passed all filters of single predictions.</summary>
    public required long Kept { get; init; }

    /// <summary>One of so many kept predictions was taken, on average where they were spread.</summary>
    public required double Stride { get; init; }

    public required long Selected { get; init; }

    /// <summary>How many documents the selected predictions come from.</summary>
    public required int Documents { get; init; }

    /// <summary>The largest number that one document contributes.</summary>
    public required int MostInOneDocument { get; init; }

    /// <summary>The rules in the order in which they were applied; null where only those of loss and induction were asked for, which the figures above tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RuleCount>? Rules { get; init; }
}

/// <summary>What a rule kept.</summary>
/// <param name="Rule">E.g. "mask".</param>
/// <param name="Alone">Predictions that it keeps by itself; null for rules that look at several predictions together.</param>
/// <param name="Left">Predictions that are left after it and all before it.</param>
public sealed record RuleCount(string Rule, long? Alone, long Left);
