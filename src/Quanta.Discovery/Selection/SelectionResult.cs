namespace Quanta.Discovery.Selection;

/// <param name="Predictions">Global prediction indices, ascending, [n].</param>
/// <param name="Report">What each filter kept and dropped.</param>
public sealed record SelectionResult(long[] Predictions, SelectionReport Report);

/// <summary>What each filter kept and dropped, in predictions.</summary>
public sealed record SelectionReport
{
    public required long Predictions { get; init; }

    /// <summary>Those with a loss below the threshold.</summary>
    public required long BelowThreshold { get; init; }

    /// <summary>Those that induction predicts, whatever their loss.</summary>
    public required long Inducible { get; init; }

    public required long BelowThresholdAndInducible { get; init; }

    /// <summary>Those that passed the filters on loss and induction.</summary>
    public required long Kept { get; init; }

    /// <summary>One of so many kept predictions was taken, on average where they were spread.</summary>
    public required double Stride { get; init; }

    public required long Selected { get; init; }

    /// <summary>How many documents the selected predictions come from.</summary>
    public required int Documents { get; init; }

    /// <summary>The largest number that one document contributes.</summary>
    public required int MostInOneDocument { get; init; }
}
