namespace Quanta.LanguageModels.Training.Internals;

/// <summary>Steps 1, r, r^2, ..., rounded.</summary>
internal static class LogSpacedSteps
{
    /// <summary>The steps up to <paramref name="last"/>, ascending and distinct.</summary>
    public static IReadOnlySet<long> UpTo(long last, double ratio)
    {
        var steps = new SortedSet<long>();
        for (var step = 1.0; Math.Round(step) <= last; step *= ratio) steps.Add((long)Math.Round(step));
        return steps;
    }
}
