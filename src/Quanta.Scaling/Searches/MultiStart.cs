using Quanta.Numerics.Optimisation;
using Quanta.Scaling.Forms;

namespace Quanta.Scaling.Searches;

/// <summary>Searches from many starts and keeps the lowest minimum.</summary>
internal static class MultiStart
{
    /// <summary>Minima whose losses differ by at most this part of the loss count as one.</summary>
    public const double Agreement = 1e-6;

    private static readonly LbfgsOptions Search = new() { MaxIterations = 400, Tolerance = 1e-10 };
    private static readonly LbfgsOptions Finish = new() { MaxIterations = 5000, Tolerance = 1e-16 };

    /// <exception cref="ArgumentException">The loss is not finite at any start.</exception>
    public static SearchResult Run(
        IScalingForm form, FitLoss loss, ScalingPoints points, int? maxStarts, int threads, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var starts = Screen(form, loss, points, maxStarts);
        var results = new LbfgsResult[starts.Count];
        PieceWork.Run(
            starts.Count, threads, () => (Objective: new FitObjective(form, loss, points), Search: new Lbfgs(form.Parameters.Count, Search)),
            (workspace, i) => results[i] = workspace.Search.Minimise(workspace.Objective, starts[i]), "starts", progress, cancellation);
        // The first of equals, so that the choice does not depend on which thread was faster.
        var best = Enumerable.Range(0, starts.Count).Where(i => double.IsFinite(results[i].Value)).MinBy(i => results[i].Value);
        var (working, value, status) = Polish(form, loss, points, starts[best]);
        var agreeing = results.Count(r => r.Value <= value + Agreement * Math.Abs(value));
        var others = results.Select(r => r.Value).Where(v => v > value + Agreement * Math.Abs(value)).DefaultIfEmpty(double.NaN).Min();
        return new SearchResult(working, value, status, starts.Count, results.Count(r => r.Status.IsConverged()), agreeing, others);
    }

    /// <summary>Goes on from a minimum with the tightest tolerances.</summary>
    public static (double[] Working, double Value, OptimisationStatus Status) Polish(IScalingForm form, FitLoss loss, ScalingPoints points, double[] from)
    {
        var objective = new FitObjective(form, loss, points);
        if (loss.IsSquared)
        {
            var squares = LevenbergMarquardt.Minimise(objective.AsLeastSquares(Bounds.None(from.Length)), from);
            return (squares.Parameters, squares.Value, squares.Status);
        }
        var working = (double[])from.Clone();
        var result = new Lbfgs(from.Length, Finish).Minimise(objective, working);
        return (working, result.Value, result.Status);
    }

    /// <summary>The form's starts at which the loss is finite; where only some are wanted, those of the least loss.</summary>
    private static List<double[]> Screen(IScalingForm form, FitLoss loss, ScalingPoints points, int? maxStarts)
    {
        var objective = new FitObjective(form, loss, points);
        var finite = form.Starts(points).Select(start => (Start: start, Value: objective.Evaluate(start, default))).Where(s => double.IsFinite(s.Value)).ToList();
        if (finite.Count == 0)
            throw new ArgumentException($"The form '{form.Name}' finds no start for these points; check that they are what its formula, {form.Formula}, can describe.");
        return [.. (maxStarts is { } most && most < finite.Count ? finite.OrderBy(s => s.Value).Take(most) : finite).Select(s => s.Start)];
    }
}

/// <summary>What the searches found.</summary>
/// <param name="Working">[k]: the lowest minimum.</param>
/// <param name="Value">The loss there.</param>
/// <param name="Status">Why the last search stopped.</param>
/// <param name="Starts">How many searches there were.</param>
/// <param name="Converged">How many of them converged.</param>
/// <param name="Agreeing">How many ended as low as the lowest, to a millionth.</param>
/// <param name="NextValue">The lowest loss among the others; NaN where all agree.</param>
internal sealed record SearchResult(double[] Working, double Value, OptimisationStatus Status, int Starts, int Converged, int Agreeing, double NextValue);

/// <summary>How far a fit is.</summary>
/// <param name="Work">What is being done, e.g. "starts".</param>
/// <param name="Done">Pieces done; rises, not always by one.</param>
/// <param name="Total">Pieces in all.</param>
public readonly record struct FitProgress(string Work, int Done, int Total);

/// <summary>Runs numbered, independent pieces of work, each worker with a workspace of its own.</summary>
internal static class PieceWork
{
    /// <summary>Calls <paramref name="work"/> for 0 ... <paramref name="count"/> - 1, in any order, and waits for all.</summary>
    public static void Run<TWorkspace>(
        int count, int threads, Func<TWorkspace> createWorkspace, Action<TWorkspace, int> work, string name, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, count, options, createWorkspace, (i, _, workspace) =>
        {
            work(workspace, i);
            progress?.Report(new FitProgress(name, Interlocked.Increment(ref done), count));
            return workspace;
        }, _ => { });
    }
}
