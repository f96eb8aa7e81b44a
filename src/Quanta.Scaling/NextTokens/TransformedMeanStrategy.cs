using System.Numerics.Tensors;
using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.NextTokens;

/// <summary>A weighted sum of the models' transformed probabilities, transformed back: the geometric mean and the extrapolations differ in weights and
/// transform only. Probabilities that were rounded to zero count as <see cref="HalfRows.Floor"/>.</summary>
public abstract class TransformedMeanStrategy : INextTokenStrategy
{
    public abstract string Name { get; }

    public bool GivesDistribution => true;

    public virtual string? Obstacle(IReadOnlyList<double> parameters) => null;

    public int Predict(SmallerModels smaller, Span<float> distribution)
    {
        var row = new float[smaller.Vocabulary];
        Span<float> weights = stackalloc float[smaller.Count];
        Weigh(smaller.Parameters, weights);
        distribution.Clear();
        for (var model = 0; model < weights.Length; model++)
        {
            HalfRows.Floored(smaller[model], row);
            Transform(row);
            TensorPrimitives.MultiplyAdd(row, weights[model], distribution, distribution);
        }
        Back(distribution);
        return HalfRows.ArgMax(distribution);
    }

    /// <summary>Each model's weight, [models]; the numbers of parameters have one more, the target's.</summary>
    protected abstract void Weigh(IReadOnlyList<double> parameters, Span<float> weights);

    /// <summary>From probabilities, in place.</summary>
    protected abstract void Transform(Span<float> row);

    /// <summary>To probabilities up to a factor, in place.</summary>
    protected abstract void Back(Span<float> row);

    /// <summary>The weights with which values at the smaller models' ln(parameters) give the least-squares line's value at the target's.</summary>
    protected static void Extrapolate(IReadOnlyList<double> parameters, Span<float> weights)
    {
        double[] x = [.. parameters.Take(parameters.Count - 1).Select(count => Math.Log(count))];
        var (slopeWeights, ahead) = (StraightLine.SlopeWeights(x), Math.Log(parameters[^1]) - x.Average());
        for (var model = 0; model < weights.Length; model++) weights[model] = (float)(1.0 / weights.Length + ahead * slopeWeights[model]);
    }

    /// <summary>exp after taking the greatest value off, in place.</summary>
    protected static void Exponential(Span<float> row)
    {
        TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
        TensorPrimitives.Exp<float>(row, row);
    }
}

/// <summary>The normalised geometric mean.</summary>
public sealed class GeometricMeanStrategy : TransformedMeanStrategy
{
    public override string Name => "geometric-mean";

    protected override void Weigh(IReadOnlyList<double> parameters, Span<float> weights) => weights.Fill(1f / weights.Length);

    protected override void Transform(Span<float> row) => TensorPrimitives.Log<float>(row, row);

    protected override void Back(Span<float> row) => Exponential(row);
}

/// <summary>For each token a line of ln(probability) over ln(parameters), read off at the target's size, then normalised.</summary>
public sealed class LogLinearStrategy : TransformedMeanStrategy
{
    public override string Name => "log-linear";

    public override string? Obstacle(IReadOnlyList<double> parameters) => SizeObstacles.NoTrend(Name, parameters);

    protected override void Weigh(IReadOnlyList<double> parameters, Span<float> weights) => Extrapolate(parameters, weights);

    protected override void Transform(Span<float> row) => TensorPrimitives.Log<float>(row, row);

    protected override void Back(Span<float> row) => Exponential(row);
}

/// <summary>The same of ln(p / (1 - p)), which cannot exceed 1.</summary>
public sealed class LogitLinearStrategy : TransformedMeanStrategy
{
    // 1 - p of the greatest float16 below 1; a probability of 1 counts as this far from it.
    private const float LeastComplement = 1f / (1 << 12);

    public override string Name => "logit-linear";

    public override string? Obstacle(IReadOnlyList<double> parameters) => SizeObstacles.NoTrend(Name, parameters);

    protected override void Weigh(IReadOnlyList<double> parameters, Span<float> weights) => Extrapolate(parameters, weights);

    protected override void Transform(Span<float> row)
    {
        for (var i = 0; i < row.Length; i++) row[i] = MathF.Log(row[i] / MathF.Max(1 - row[i], LeastComplement));
    }

    protected override void Back(Span<float> row) => TensorPrimitives.Sigmoid<float>(row, row);
}
