using System.Numerics.Tensors;

namespace Quanta.Scaling.NextTokens;

/// <summary>What the largest of the smaller models predicts.</summary>
public sealed class LargestStrategy : INextTokenStrategy
{
    public string Name => "largest";

    public bool GivesDistribution => true;

    public int Predict(SmallerModels smaller, Span<float> distribution)
    {
        TensorPrimitives.ConvertToSingle(smaller[smaller.Count - 1], distribution);
        return HalfRows.ArgMax(distribution);
    }
}

/// <summary>The token that most models put first; of equally many votes, that of the largest model among their voters.</summary>
public sealed class MajorityStrategy : INextTokenStrategy
{
    public string Name => "majority";

    public bool GivesDistribution => false;

    public int Predict(SmallerModels smaller, Span<float> distribution)
    {
        Span<int> votes = stackalloc int[smaller.Count];
        for (var model = 0; model < votes.Length; model++) votes[model] = HalfRows.ArgMax(smaller[model]);
        var (winner, most) = (votes[^1], 0);
        for (var model = votes.Length - 1; model >= 0; model--)
        {
            var count = votes.Count(votes[model]);
            if (count > most) (winner, most) = (votes[model], count);
        }
        return winner;
    }
}

/// <summary>The mean of the distributions, each weighted with its model's number of parameters.</summary>
public sealed class SizeWeightedStrategy : INextTokenStrategy
{
    public string Name => "size-weighted";

    public bool GivesDistribution => true;

    public string? Obstacle(IReadOnlyList<double> parameters) => SizeObstacles.Unknown(Name, parameters);

    public int Predict(SmallerModels smaller, Span<float> distribution)
    {
        distribution.Clear();
        var total = smaller.Parameters.SkipLast(1).Sum();
        for (var model = 0; model < smaller.Count; model++)
        {
            var weight = (float)(smaller.Parameters[model] / total);
            var row = smaller[model];
            for (var token = 0; token < row.Length; token++) distribution[token] += weight * (float)row[token];
        }
        return HalfRows.ArgMax(distribution);
    }
}

/// <summary>Where the two largest models put the same token first, the largest one's distribution; elsewhere the log-linear extrapolation, which follows the
/// trend that the disagreement is part of.</summary>
public sealed class AgreementGatedStrategy : INextTokenStrategy
{
    private readonly LargestStrategy _agreed = new();
    private readonly LogLinearStrategy _disputed = new();

    public string Name => "agreement-gated";

    public bool GivesDistribution => true;

    public string? Obstacle(IReadOnlyList<double> parameters) => SizeObstacles.NoTrend(Name, parameters);

    public int Predict(SmallerModels smaller, Span<float> distribution)
    {
        var agree = HalfRows.ArgMax(smaller[smaller.Count - 1]) == HalfRows.ArgMax(smaller[smaller.Count - 2]);
        return agree ? _agreed.Predict(smaller, distribution) : _disputed.Predict(smaller, distribution);
    }
}
