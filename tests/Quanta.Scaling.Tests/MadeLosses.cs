using Quanta.Numerics.Random;
using Quanta.Scaling.Losses;

namespace Quanta.Scaling.Tests;

/// <summary>Losses made for tests.</summary>
internal static class MadeLosses
{
    public static IReadOnlyList<LossColumn> Models(int count) => [.. Enumerable.Range(0, count).Select(i => LossColumn.Parse($"m{i}", Math.Pow(10, 7 + 0.4 * i)))];

    /// <summary>Positive, skewed, some tokens learned at once: [predictions, columns], row-major.</summary>
    public static float[] Table(int predictions, int columns, ulong seed)
    {
        var random = new Philox(seed);
        var values = new float[predictions * columns];
        for (var i = 0; i < predictions; i++)
        {
            var (level, learned) = (-3 * Math.Log(1 - random.NextDouble()), random.NextInt32(3 * columns));
            for (var column = 0; column < columns; column++)
                values[i * columns + column] = (float)(learned <= column ? 0.2 * random.NextDouble()
                    : learned < columns ? 6 + random.NextDouble()
                    : level * (1.3 - 0.08 * column + 0.02 * random.NextDouble()));
        }
        return values;
    }
}

/// <summary>A table that repeats a block of losses, of any length and without memory.</summary>
internal sealed class RepeatedLosses(float[] block, long predictions) : ILossTable
{
    public long Predictions => predictions;

    public IReadOnlyList<LossColumn> Columns { get; } = [LossColumn.Parse("model", 1e7)];

    public void ReadColumns(long first, int count, Span<float> destination)
    {
        for (var done = 0; done < count;)
        {
            var start = (int)((first + done) % block.Length);
            var part = Math.Min(count - done, block.Length - start);
            block.AsSpan(start, part).CopyTo(destination[done..]);
            done += part;
        }
    }
}
