using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Observational.Selection;

/// <summary>All subsets one after another, in the order of the published search: by the number of families, then lexicographically. The plain form of
/// <see cref="SubsetSearch"/>, and the source of its random baselines.</summary>
public static class SubsetEnumeration
{
    /// <summary>Every subset, with an objective of negative infinity where it does not span the components.</summary>
    public static IEnumerable<FamilySubset> All(ModelTable table, SubsetOptions options)
    {
        var problem = SubsetProblem.Of(table, options);
        return Scored(problem).Select(subset => problem.Describe(subset.Families, subset.Objective));
    }

    /// <summary>Random subsets that nearly use up a budget, drawn as the published evaluation draws its baselines: Python's shuffle, seeded, of the subsets
    /// with at least max(budget - 2, 3) and at most budget models.</summary>
    public static IReadOnlyList<FamilySubset> Random(ModelTable table, SubsetOptions options, int budget, int count, uint seed = 0)
    {
        const int grace = 2, fewest = 3;
        var problem = SubsetProblem.Of(table, options);
        ScoredSubset[] near = [.. Scored(problem).Where(subset => subset.Models <= budget && subset.Models >= Math.Max(budget - grace, fewest))];
        MersenneTwister.LikePython(seed).PythonShuffle<ScoredSubset>(near);
        return [.. near.Take(count).Select(subset => problem.Describe(subset.Families, subset.Objective))];
    }

    private static IEnumerable<ScoredSubset> Scored(SubsetProblem problem)
    {
        for (var size = 1; size <= problem.MostAdded; size++)
        {
            int[] chosen = [.. Enumerable.Range(0, size)];
            do yield return Score(problem, chosen);
            while (Advance(chosen, problem.Free.Length));
        }
    }

    private static ScoredSubset Score(SubsetProblem problem, int[] chosen)
    {
        var (gram, families, models) = (problem.IncludedGram(), problem.Included, problem.IncludedCount);
        foreach (var free in chosen)
        {
            var family = problem.Free[free];
            SubsetProblem.Add(gram, problem.Grams[family], gram);
            families |= 1UL << family;
            models += problem.Counts[family];
        }
        return new ScoredSubset(families, models, problem.Objective(gram, models));
    }

    /// <summary>The next combination in lexicographic order; false after the last.</summary>
    private static bool Advance(int[] chosen, int count)
    {
        for (var i = chosen.Length - 1; i >= 0; i--)
        {
            if (chosen[i] == count - chosen.Length + i) continue;
            chosen[i]++;
            for (var j = i + 1; j < chosen.Length; j++) chosen[j] = chosen[j - 1] + 1;
            return true;
        }
        return false;
    }
}
