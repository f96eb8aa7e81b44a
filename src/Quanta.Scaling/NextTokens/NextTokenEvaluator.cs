using System.Numerics.Tensors;
using Quanta.Scaling.Scores;

namespace Quanta.Scaling.NextTokens;

/// <summary>Compares strategies' guesses with what the target puts first.</summary>
public static class NextTokenEvaluator
{
    /// <summary>Evaluates every strategy on every prefix.</summary>
    /// <param name="data">The distributions.</param>
    /// <param name="strategies">The strategies.</param>
    /// <param name="threads">The number of threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between prefixes.</param>
    /// <exception cref="InvalidDataException">There are no prefixes, or a strategy cannot guess from models of these sizes.</exception>
    public static NextTokenEvaluation Evaluate(
        NextTokenData data, IReadOnlyList<INextTokenStrategy> strategies, int threads = 1, CancellationToken cancellation = default)
    {
        var prefixes = data.Prefixes.Count;
        if (prefixes == 0) throw new InvalidDataException($"{data.Name} must hold prefixes, but holds none.");
        foreach (var strategy in strategies)
            if (strategy.Obstacle(data.Parameters) is { } obstacle) throw new InvalidDataException(obstacle);
        var found = new PrefixOutcome[prefixes];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, prefixes, parallel, prefix => found[prefix] = One(data, strategies, prefix));
        NextTokenScore[] scores = [.. strategies.Select((strategy, s) => Score(strategy, s, found))];
        return new NextTokenEvaluation(scores, found.Count(outcome => outcome.IsNovel), found.Count(outcome => outcome.IsEmpty));
    }

    /// <summary>The mean over <paramref name="target"/> of ln(target / predicted), both normalised, in nats; zeros of the prediction count as 2^-25.</summary>
    internal static double Divergence(ReadOnlySpan<Half> target, Span<float> predicted)
    {
        TensorPrimitives.Divide(predicted, TensorPrimitives.Sum<float>(predicted), predicted);
        double total = 0, mass = 0, scale = 0;
        foreach (var p in target) mass += (double)p;
        foreach (var q in predicted) scale += Math.Max(q, HalfRows.Floor);
        for (var token = 0; token < target.Length; token++)
        {
            var p = (double)target[token] / mass;
            if (p > 0) total += p * Math.Log(p / (Math.Max(predicted[token], HalfRows.Floor) / scale));
        }
        return total;
    }

    private static PrefixOutcome One(NextTokenData data, IReadOnlyList<INextTokenStrategy> strategies, int prefix)
    {
        var smaller = data.Smaller(prefix);
        var target = data.Target(prefix);
        var truth = HalfRows.ArgMax(target);
        var isEmpty = !target.ContainsAnyExcept(default(Half));
        var isNovel = true;
        for (var model = 0; model < smaller.Count; model++)
        {
            isNovel &= HalfRows.ArgMax(smaller[model]) != truth;
            isEmpty |= !smaller[model].ContainsAnyExcept(default(Half));
        }
        var (correct, divergence, distribution) = (new bool[strategies.Count], new double[strategies.Count], new float[data.Vocabulary]);
        for (var s = 0; s < strategies.Count; s++)
        {
            correct[s] = strategies[s].Predict(smaller, distribution) == truth;
            divergence[s] = strategies[s].GivesDistribution && !isEmpty ? Divergence(target, distribution) : double.NaN;
        }
        return new PrefixOutcome(isNovel, isEmpty, correct, divergence);
    }

    private static NextTokenScore Score(INextTokenStrategy strategy, int index, PrefixOutcome[] found)
    {
        var correct = found.Count(outcome => outcome.Correct[index]);
        var divergences = found.Select(outcome => outcome.Divergence[index]).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();
        return new NextTokenScore(
            strategy.Name, correct, found.Length, WilsonInterval.Of(correct, found.Length), divergences,
            found.Count(outcome => outcome.IsNovel && outcome.Correct[index]));
    }

    private sealed record PrefixOutcome(bool IsNovel, bool IsEmpty, bool[] Correct, double[] Divergence);
}

/// <summary>All strategies on the same data.</summary>
/// <param name="Scores">One for each strategy, in their order.</param>
/// <param name="Novel">Prefixes whose most likely token under the target no smaller model puts first: what is new at the target's scale.</param>
/// <param name="Empty">Prefixes after which some model has no distribution, only zeros; the published files have one for each repeated sentence.</param>
public sealed record NextTokenEvaluation(IReadOnlyList<NextTokenScore> Scores, int Novel, int Empty);

/// <summary>How well one strategy does.</summary>
/// <param name="Strategy">Its name.</param>
/// <param name="Correct">Prefixes whose most likely next token it guessed.</param>
/// <param name="Prefixes">All prefixes.</param>
/// <param name="Interval">Of the accuracy, at 95 %.</param>
/// <param name="Divergence">The mean Kullback-Leibler divergence from the target's distribution to the predicted one, in nats; NaN without one.</param>
/// <param name="NovelCorrect">Correct guesses among the novel prefixes (<see cref="NextTokenEvaluation.Novel"/>).</param>
public sealed record NextTokenScore(string Strategy, int Correct, int Prefixes, WilsonInterval Interval, double Divergence, int NovelCorrect)
{
    public double Accuracy => (double)Correct / Prefixes;
}
