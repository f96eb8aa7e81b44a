namespace Quanta.ToyModels.Parity.Tasks;

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
