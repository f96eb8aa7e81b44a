using Quanta.Numerics.Random;

namespace Quanta.ToyModels.Parity.Tasks;

/// <summary>How the rows of a batch are divided among the subtasks.</summary>
public enum CountSampling
{
    /// <summary>Multinomial counts that sum to the batch size: trainers v4 and later.</summary>
    Multinomial,

    /// <summary>Exactly floor(p_i * size) rows of subtask i (v1 to v3): a little less than the batch size in all, and rare subtasks never occur.</summary>
    Exact,
}

/// <summary>Draws the number of rows of each subtask.</summary>
public sealed class SubtaskCounts
{
    private const int GuideSize = 4096;
    private readonly double[] _frequencies;
    private readonly double[] _cumulative;
    private readonly int[] _guide = new int[GuideSize];

    /// <param name="frequencies">p, [subtasks], non-negative, summing to 1.</param>
    public SubtaskCounts(ReadOnlySpan<double> frequencies)
    {
        _frequencies = frequencies.ToArray();
        _cumulative = new double[frequencies.Length];
        var sum = 0.0;
        for (var i = 0; i < frequencies.Length; i++) _cumulative[i] = sum += frequencies[i];
        if (!(Math.Abs(sum - 1) <= 1e-9)) throw new ArgumentException($"Subtask frequencies must sum to 1, but sum to {sum}.", nameof(frequencies));
        for (int slot = 0, i = 0; slot < GuideSize; slot++)
        {
            while (i < _cumulative.Length - 1 && _cumulative[i] < (double)slot / GuideSize) i++;
            _guide[slot] = i;
        }
    }

    public int Subtasks => _frequencies.Length;

    /// <summary>floor(p_i * size) rows of subtask i.</summary>
    public int[] Exact(long size) => [.. _frequencies.Select(p => checked((int)Math.Floor(p * size)))];

    /// <summary>Multinomial counts of <paramref name="size"/> independent draws: each inverts the cumulative distribution at a uniform number.</summary>
    /// <remarks>A draw takes the first subtask whose cumulative frequency reaches it. The published script drops a draw above the last cumulative value
    /// (possible only through rounding); here it falls to the last subtask, so the counts always sum to the size.</remarks>
    public int[] Multinomial(long size, Philox random)
    {
        var counts = new int[Subtasks];
        for (var draw = 0L; draw < size; draw++) counts[Invert(random.NextDouble())]++;
        return counts;
    }

    public int[] Draw(CountSampling sampling, long size, Philox random) => sampling == CountSampling.Exact ? Exact(size) : Multinomial(size, random);

    private int Invert(double u)
    {
        var i = _guide[(int)(u * GuideSize)];
        while (i < _cumulative.Length - 1 && _cumulative[i] < u) i++;
        return i;
    }
}

/// <summary>How often each subtask occurs.</summary>
public static class SubtaskFrequencies
{
    /// <summary>p_i proportional to (i + 1 + offset)^(-exponent), i = 0..n_tasks - 1, summing to 1.</summary>
    /// <param name="subtasks">n_tasks, at least 1.</param>
    /// <param name="exponent">The Zipf exponent itself, alpha + 1 in the paper's text and alpha in its configurations. Finite.</param>
    /// <param name="offset">Added to every rank; greater than -1.</param>
    public static double[] Zipf(int subtasks, double exponent, double offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(subtasks);
        if (!double.IsFinite(exponent)) throw new ArgumentException($"The Zipf exponent must be a finite number, but is {exponent}.", nameof(exponent));
        if (!(offset > -1) || !double.IsFinite(offset)) throw new ArgumentException($"The rank offset must be greater than -1, but is {offset}.", nameof(offset));
        var weights = new double[subtasks];
        for (var i = 0; i < subtasks; i++) weights[i] = Math.Pow(i + 1 + offset, -exponent);
        var normaliser = weights.Sum();
        for (var i = 0; i < subtasks; i++) weights[i] /= normaliser;
        return weights;
    }

    /// <summary>p_i = 1 / n_tasks.</summary>
    public static double[] Uniform(int subtasks)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(subtasks);
        return [.. Enumerable.Repeat(1.0 / subtasks, subtasks)];
    }
}
