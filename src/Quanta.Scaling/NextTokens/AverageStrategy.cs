using Quanta.Numerics.Random;

namespace Quanta.Scaling.NextTokens;

/// <summary>The mean of the distributions, in NumPy's arithmetic for float16 as the published strategy has it: summed model by model in float32, divided in
/// float32 and rounded to float16, so that tokens can tie and the first of them wins.</summary>
public sealed class AverageStrategy : INextTokenStrategy
{
    public string Name => "average";

    public bool GivesDistribution => true;

    public int Predict(SmallerModels smaller, Span<float> distribution)
    {
        distribution.Clear();
        for (var model = 0; model < smaller.Count; model++)
        {
            var row = smaller[model];
            for (var token = 0; token < row.Length; token++) distribution[token] += (float)row[token];
        }
        for (var token = 0; token < distribution.Length; token++) distribution[token] = (float)(Half)(distribution[token] / smaller.Count);
        return HalfRows.ArgMax(distribution);
    }
}

/// <summary>A uniformly random token, the same for a seed and a prefix. The published one is not seeded.</summary>
public sealed class RandomStrategy(ulong seed = 0) : INextTokenStrategy
{
    public string Name => "random";

    public bool GivesDistribution => false;

    public int Predict(SmallerModels smaller, Span<float> distribution) => new Philox(seed, (ulong)smaller.Prefix).NextInt32(smaller.Vocabulary);
}

/// <summary>Always token 0: the published floor.</summary>
public sealed class DummyStrategy : INextTokenStrategy
{
    public string Name => "dummy";

    public bool GivesDistribution => false;

    public int Predict(SmallerModels smaller, Span<float> distribution) => 0;
}
