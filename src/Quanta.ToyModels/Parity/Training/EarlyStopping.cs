namespace Quanta.ToyModels.Parity.Training;

/// <summary>The rule of trainer v5: stop after ten evaluations in a row that were each worse than the one before.</summary>
/// <remarks>Every evaluation raises a flag when its step is past 4000 and its loss strictly exceeds the previous one. Training stops, before that step's update,
/// from the 11th evaluation on, when the last ten flags are all raised: at step 9000 at the earliest with an evaluation every 500 steps, 4500 with every 50.</remarks>
public static class EarlyStopping
{
    private const int Flags = 10;
    private const long Grace = 4000;

    /// <summary>Whether to stop at the newest evaluation.</summary>
    /// <param name="steps">[evaluations], ascending.</param>
    /// <param name="losses">[evaluations], mean test losses.</param>
    public static bool ShouldStop(IReadOnlyList<long> steps, IReadOnlyList<double> losses)
    {
        if (losses.Count <= Flags) return false;
        for (var i = losses.Count - Flags; i < losses.Count; i++)
            if (steps[i] <= Grace || !(losses[i] > losses[i - 1])) return false;
        return true;
    }
}
