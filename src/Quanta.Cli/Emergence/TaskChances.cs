using Quanta.Scaling.Emergence;
using Quanta.Scaling.Tables;

namespace Quanta.Cli.Emergence;

/// <summary>Each task's score at chance, from a file of patterns; the first that matches counts.</summary>
/// <param name="patterns">Names, or their beginnings with a final '*'.</param>
/// <param name="other">That of all other tasks; NaN where it is not known.</param>
internal sealed class TaskChances(IReadOnlyList<(string Pattern, double Chance)> patterns, double other)
{
    /// <summary>Reads a CSV with columns task and chance; null for none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="other">The chance of tasks that it does not name.</param>
    /// <param name="best">What every chance lies below.</param>
    /// <exception cref="InvalidDataException">A chance does not.</exception>
    public static TaskChances Read(string? path, double? other, double best)
    {
        if (path is null) return new TaskChances([], other ?? double.NaN);
        var table = TextTableFile.Read(path);
        (string Task, double Chance)[] chances = [.. table["task"].Zip(table.Numbers("chance"))];
        var bad = Array.FindIndex(chances, each => !(each.Chance >= 0 && each.Chance < best) && !double.IsNaN(each.Chance));
        if (bad >= 0)
            throw new InvalidDataException(FormattableString.Invariant(
                $"A chance must lie between 0 and the best score, {best}, but row {bad + 1} of {path} has {chances[bad].Chance} for '{chances[bad].Task}'."));
        return new TaskChances(chances, other ?? double.NaN);
    }

    public double Of(string task)
    {
        foreach (var (pattern, chance) in patterns)
            if (CurveTable.Matches(task, pattern)) return chance;
        return other;
    }
}
