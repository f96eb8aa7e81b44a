namespace Quanta.Scaling.Prediction;

/// <summary>A straight line over ln x by weighted least squares, as the two weighted sums of losses that it is made of.</summary>
internal sealed class WeightedLine
{
    private readonly double[] _level, _slope;

    public WeightedLine(IReadOnlyList<double> logarithms, Memory memory)
    {
        _level = Memory.Weights(logarithms, memory.Offset);
        LevelAt = Dot(_level, logarithms);
        var weights = Memory.Weights(logarithms, memory.Slope);
        var centre = Dot(weights, logarithms);
        Spread = weights.Select((weight, i) => weight * Math.Pow(logarithms[i] - centre, 2)).Sum();
        _slope = [.. weights.Select((weight, i) => Spread > 0 ? weight * (logarithms[i] - centre) / Spread : 0)];
        SlopeVariance = _slope.Sum(weight => weight * weight);
    }

    /// <summary>ln x where the line passes through <see cref="Level"/>.</summary>
    public double LevelAt { get; }

    /// <summary>The weighted variance of ln x; 0 where there is one size alone, whose slope counts as 0.</summary>
    public double Spread { get; }

    /// <summary>The slope's variance where each loss has a variance of 1.</summary>
    public double SlopeVariance { get; }

    public double Level(ReadOnlySpan<float> losses) => Dot(_level, losses);

    public double Slope(ReadOnlySpan<float> losses) => Dot(_slope, losses);

    private static double Dot(double[] weights, IReadOnlyList<double> values) => weights.Select((weight, i) => weight * values[i]).Sum();

    private static double Dot(double[] weights, ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * values[i];
        return sum;
    }
}

/// <summary>Slopes of tokens and of their clusters' mean curves, and how much of their difference is noise.</summary>
internal sealed class ClusterSlopes
{
    private ClusterSlopes(double[] own, double[] ofCluster, double[] trust) => (Own, OfCluster, Trust) = (own, ofCluster, trust);

    /// <summary>The slope of every token, [predictions].</summary>
    public double[] Own { get; }

    /// <summary>The slope of every cluster's mean loss, which is the mean of its tokens' slopes, [clusters].</summary>
    public double[] OfCluster { get; }

    /// <summary>The share of the variance of slopes within a cluster that is not noise, [clusters], in [0, 1].</summary>
    /// <remarks>Noise is the scatter of losses about their lines, pooled over the cluster, which a slope inherits; the rest is taken for true differences
    /// (the method of moments of empirical Bayes). 0 where a cluster's slopes differ less than noise would make them, or where two columns leave no
    /// scatter to judge by.</remarks>
    public double[] Trust { get; }

    public static ClusterSlopes Of(LossPanel visible, IReadOnlyList<int> labels, WeightedLine line)
    {
        var clusters = labels.Max() + 1;
        var own = new double[visible.Predictions];
        var (counts, sums, scatter) = (new double[clusters], new double[clusters], new double[clusters]);
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = line.Slope(visible.Row(i));
            counts[labels[i]]++;
            sums[labels[i]] += own[i];
            scatter[labels[i]] += Scatter(visible, visible.Row(i), own[i]);
        }
        var means = sums.Select((sum, cluster) => counts[cluster] > 0 ? sum / counts[cluster] : 0).ToArray();
        var variances = new double[clusters];
        for (var i = 0; i < own.Length; i++) variances[labels[i]] += Math.Pow(own[i] - means[labels[i]], 2);
        var freedom = visible.Columns - 2;
        var trust = variances.Select((sum, cluster) =>
        {
            if (counts[cluster] < 2 || freedom < 1 || sum == 0) return 0;
            var (total, noise) = (sum / (counts[cluster] - 1), scatter[cluster] / (counts[cluster] * freedom) * line.SlopeVariance);
            return Math.Clamp(1 - noise / total, 0, 1);
        });
        return new ClusterSlopes(own, means, [.. trust]);
    }

    // Squared deviations from a line of the given slope through the mean point, all columns alike.
    private static double Scatter(LossPanel visible, ReadOnlySpan<float> losses, double slope)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var column = 0; column < losses.Length; column++)
        {
            var rest = losses[column] - slope * visible.Logarithms[column];
            sum += rest;
            squares += rest * rest;
        }
        return Math.Max(0, squares - sum * sum / losses.Length);
    }
}
