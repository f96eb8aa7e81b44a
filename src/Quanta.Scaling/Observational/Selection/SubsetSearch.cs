using System.Numerics;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Observational.Selection;

/// <summary>Exhaustive search for the families that tell most about all models.</summary>
/// <remarks>Subsets are walked depth first; each adds one family's Gram matrix to its parent's, so a subset costs one small Cholesky factorisation,
/// whatever the number of models. The result does not depend on the number of threads.</remarks>
public static class SubsetSearch
{
    /// <summary>Finds the best subset within each budget.</summary>
    /// <param name="table">Models with families and benchmarks.</param>
    /// <param name="budgets">The most models of a subset, one or several.</param>
    /// <param name="options">Which subsets count.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="InvalidDataException">A benchmark or a family is missing, or the models differ in too few components.</exception>
    /// <exception cref="ArgumentException">There are too many subsets, or none.</exception>
    public static SubsetSearchResult Best(
        ModelTable table, IReadOnlyList<int> budgets, SubsetOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        var problem = SubsetProblem.Of(table, options);
        if (problem.Subsets > options.MostSubsets)
        {
            var all = FormattableString.Invariant($"{problem.Subsets:G3} subsets of at most {options.MaxFamilies} of {problem.Families.Length} families");
            throw new ArgumentException(
                FormattableString.Invariant($"There are {all}, more than {options.MostSubsets:N0}; allow fewer families, or name those to choose from."),
                nameof(options));
        }
        var best = BestByModels(problem, threads, cancellation);
        return new SubsetSearchResult((long)problem.Subsets, problem.Models, [.. budgets.Select(budget => Within(problem, best, budget))]);
    }

    private static BudgetedSubset Within(SubsetProblem problem, ScoredSubset[] best, int budget)
    {
        var chosen = ScoredSubset.None;
        for (var models = 0; models <= Math.Min(budget, best.Length - 1); models++)
            if (best[models].IsBetterThan(chosen)) chosen = best[models];
        return new BudgetedSubset(budget, double.IsFinite(chosen.Objective) ? problem.Describe(chosen.Families, chosen.Objective) : null);
    }

    /// <summary>The best subset of exactly so many models, for each number.</summary>
    private static ScoredSubset[] BestByModels(SubsetProblem problem, int threads, CancellationToken cancellation)
    {
        // The first two added families name a piece of work: enough pieces to share among threads.
        (int First, int Second)[] pieces =
        [
            .. from first in Enumerable.Range(0, problem.Free.Length)
               from second in Enumerable.Range(first, problem.Free.Length - first)
               select (first, second),
        ];
        var found = new ScoredSubset[pieces.Length][];
        Parallel.For(0, pieces.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
        {
            var walk = new SubsetWalk(problem, cancellation);
            if (pieces[i].First == pieces[i].Second) walk.Single(pieces[i].First);
            else walk.From(pieces[i].First, pieces[i].Second);
            found[i] = walk.Best;
        });
        var best = found[0];
        foreach (var other in found.Skip(1))
            for (var models = 0; models < best.Length; models++)
                if (other[models].IsBetterThan(best[models])) best[models] = other[models];
        return best;
    }
}

/// <summary>Which subsets of families are searched; the defaults are the published notebook's.</summary>
public sealed record SubsetOptions
{
    /// <summary>The benchmarks whose principal components the models are compared in.</summary>
    public IReadOnlyList<string> Benchmarks { get; init; } = PublishedModels.Benchmarks;

    /// <summary>How many components count.</summary>
    public int Components { get; init; } = 3;

    /// <summary>The families to choose from, in the order that results list them; null for all of the table's.</summary>
    public IReadOnlyList<string>? Families { get; init; }

    /// <summary>Families that every subset has.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>The most families of a subset, included ones among them.</summary>
    public int MaxFamilies { get; init; } = 10;

    /// <summary>Which models there are to choose from: the training rows of this split.</summary>
    public ModelSplit Split { get; init; } = new NoSplit();

    /// <summary>Whether models with a missing benchmark are left out rather than filled in.</summary>
    public bool ExcludeIncomplete { get; init; }

    public ImputationOptions Imputation { get; init; } = new();

    /// <summary>A search of more subsets than this is refused.</summary>
    public long MostSubsets { get; init; } = 2_000_000_000;
}

/// <summary>What a search found.</summary>
/// <param name="Subsets">How many subsets were searched.</param>
/// <param name="Models">How many models there were to choose from.</param>
/// <param name="Budgets">The best within each budget, in the order asked for.</param>
public sealed record SubsetSearchResult(long Subsets, int Models, IReadOnlyList<BudgetedSubset> Budgets);

/// <summary>The best subset of at most so many models; null where no subset within the budget spans the components.</summary>
public sealed record BudgetedSubset(int Budget, FamilySubset? Best);

/// <summary>Some families and what they are worth.</summary>
/// <param name="Families">Their names, the included ones last.</param>
/// <param name="Models">All their models, in the table's order.</param>
/// <param name="Objective">-trace(G inv(G_S)), with G the Gram matrix of all models' components and G_S that of the subset's: greater is better.</param>
public sealed record FamilySubset(IReadOnlyList<string> Families, IReadOnlyList<string> Models, double Objective);

/// <summary>Walks subsets depth first and keeps the best of each number of models.</summary>
internal sealed class SubsetWalk
{
    private readonly SubsetProblem _problem;
    private readonly CancellationToken _cancellation;
    private readonly double[][] _grams;

    public SubsetWalk(SubsetProblem problem, CancellationToken cancellation)
    {
        (_problem, _cancellation) = (problem, cancellation);
        Best = new ScoredSubset[problem.Models + 1];
        Array.Fill(Best, ScoredSubset.None);
        var included = problem.IncludedGram();
        _grams = [included, .. Enumerable.Range(0, problem.MostAdded).Select(_ => new double[included.Length])];
    }

    /// <summary>[models + 1].</summary>
    public ScoredSubset[] Best { get; }

    /// <summary>The subset that adds this one free family.</summary>
    public void Single(int free) => Add(free, 1, _problem.Included, _problem.IncludedCount, deeper: false);

    /// <summary>All subsets whose first two added families are these.</summary>
    public void From(int first, int second)
    {
        if (_problem.MostAdded < 2) return;
        var family = _problem.Free[first];
        SubsetProblem.Add(_grams[0], _problem.Grams[family], _grams[1]);
        Add(second, 2, _problem.Included | 1UL << family, _problem.IncludedCount + _problem.Counts[family], deeper: true);
    }

    private void Add(int free, int depth, ulong families, int models, bool deeper)
    {
        var family = _problem.Free[free];
        SubsetProblem.Add(_grams[depth - 1], _problem.Grams[family], _grams[depth]);
        families |= 1UL << family;
        models += _problem.Counts[family];
        var scored = new ScoredSubset(families, models, _problem.Objective(_grams[depth], models));
        if (scored.IsBetterThan(Best[models])) Best[models] = scored;
        if (!deeper || depth == _problem.MostAdded) return;
        if (depth == 2) _cancellation.ThrowIfCancellationRequested();
        for (var next = free + 1; next < _problem.Free.Length; next++) Add(next, depth + 1, families, models, deeper: true);
    }
}

/// <summary>A subset as a bit a family, with its models and objective.</summary>
internal readonly record struct ScoredSubset(ulong Families, int Models, double Objective)
{
    public static ScoredSubset None => new(0, 0, double.NegativeInfinity);

    /// <summary>A total order: the greater objective, then fewer families, then the families that come first. It is the order in which the published search
    /// would keep equal subsets, so the best subset does not depend on the order of the search.</summary>
    public bool IsBetterThan(ScoredSubset other)
    {
        if (Objective != other.Objective) return Objective > other.Objective;
        var (mine, theirs) = (BitOperations.PopCount(Families), BitOperations.PopCount(other.Families));
        if (mine != theirs) return other.Families == 0 || (Families != 0 && mine < theirs);
        var differing = Families ^ other.Families;
        return (Families & differing & (~differing + 1)) != 0;
    }
}
