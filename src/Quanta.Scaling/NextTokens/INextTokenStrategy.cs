using System.Numerics.Tensors;

namespace Quanta.Scaling.NextTokens;

/// <summary>A way to guess the target's most likely next token from the smaller models' distributions. To add one, implement this and list it in
/// <see cref="NextTokenStrategies"/>. Implementations keep no state between prefixes, which come in any order and from several threads.</summary>
public interface INextTokenStrategy
{
    /// <summary>One word; how the command line names it.</summary>
    string Name { get; }

    /// <summary>Whether <see cref="Predict"/> writes a distribution besides its guess.</summary>
    bool GivesDistribution { get; }

    /// <summary>Why it cannot guess from models of these sizes, as a sentence; null where it can.</summary>
    /// <param name="parameters">[models], numbers of parameters, the target's last; NaN where one is not known.</param>
    string? Obstacle(IReadOnlyList<double> parameters) => null;

    /// <summary>Guesses the token. Called only where there is no <see cref="Obstacle"/>.</summary>
    /// <param name="smaller">The smaller models after one prefix.</param>
    /// <param name="distribution">[vocabulary], written where <see cref="GivesDistribution"/>: the predicted probabilities, up to a factor.</param>
    int Predict(SmallerModels smaller, Span<float> distribution);
}

/// <summary>The strategies there are.</summary>
public static class NextTokenStrategies
{
    /// <summary>The three of the published script, in its order.</summary>
    public static IReadOnlyList<INextTokenStrategy> Published(ulong seed = 0) => [new DummyStrategy(), new RandomStrategy(seed), new AverageStrategy()];

    /// <summary>All strategies, the published first.</summary>
    public static IReadOnlyList<INextTokenStrategy> All(ulong seed = 0) =>
    [
        .. Published(seed), new LargestStrategy(), new GeometricMeanStrategy(), new MajorityStrategy(), new SizeWeightedStrategy(), new LogLinearStrategy(),
        new LogitLinearStrategy(), new AgreementGatedStrategy(),
    ];

    /// <summary>Some strategies by their names.</summary>
    /// <exception cref="ArgumentException">There is no such strategy; the message lists those there are.</exception>
    public static IReadOnlyList<INextTokenStrategy> Named(IEnumerable<string> names, ulong seed = 0)
    {
        var all = All(seed);
        return [.. names.Select(name => all.FirstOrDefault(strategy => strategy.Name == name)
            ?? throw new ArgumentException($"A strategy must be one of {string.Join(", ", all.Select(s => s.Name))}, but is '{name}'.", nameof(names)))];
    }
}

/// <summary>What models' sizes may lack for a strategy, as sentences; null where they lack nothing.</summary>
internal static class SizeObstacles
{
    /// <summary>A size that is not known.</summary>
    public static string? Unknown(string strategy, IReadOnlyList<double> parameters) => parameters.All(count => count > 0)
        ? null
        : $"The strategy {strategy} needs every model's number of parameters, but a model's name does not give it; give them all with --sizes.";

    /// <summary>As <see cref="Unknown"/>, or smaller models of a single size, through which no line goes.</summary>
    public static string? NoTrend(string strategy, IReadOnlyList<double> parameters) =>
        Unknown(strategy, parameters) ?? (parameters.SkipLast(1).Distinct().Skip(1).Any()
            ? null
            : $"The strategy {strategy} needs smaller models of at least two sizes, but there is one size only.");
}

/// <summary>What strategies do with rows of half precision.</summary>
internal static class HalfRows
{
    /// <summary>Half of the least positive float16, 2^-25: what a probability that was rounded to zero counts as where a logarithm is taken.</summary>
    public const float Floor = 1f / (1 << 25);

    /// <summary>The first index of the greatest value, as numpy.argmax: the first NaN, if there is one.</summary>
    public static int ArgMax(ReadOnlySpan<Half> row)
    {
        var best = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (Half.IsNaN(row[i])) return i;
            if (row[i] > row[best]) best = i;
        }
        return best;
    }

    /// <inheritdoc cref="ArgMax(ReadOnlySpan{Half})"/>
    public static int ArgMax(ReadOnlySpan<float> row)
    {
        var best = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (float.IsNaN(row[i])) return i;
            if (row[i] > row[best]) best = i;
        }
        return best;
    }

    /// <summary>The row as float32, values below <see cref="Floor"/> raised to it.</summary>
    public static void Floored(ReadOnlySpan<Half> row, Span<float> result)
    {
        TensorPrimitives.ConvertToSingle(row, result);
        TensorPrimitives.Max(result, Floor, result);
    }
}
