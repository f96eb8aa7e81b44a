using System.Numerics.Tensors;
using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.Forms;

/// <summary>L(x) = A x^-alpha.</summary>
public sealed class PowerLawForm : ScalingForm
{
    public override string Name => "power";

    public override string Formula => "L(x) = A * x^-alpha";

    public override IReadOnlyList<FormInput> Inputs { get; } = [new("x", "size: parameters, tokens, steps or FLOP")];

    public override IReadOnlyList<FormParameter> Parameters { get; } =
    [
        new("A", "loss at x = 1, in the loss's unit", ParameterScale.Logarithmic),
        new("alpha", "exponent; the slope in logarithms is -alpha", ParameterScale.Linear),
    ];

    public override void Evaluate(ReadOnlySpan<double> working, ScalingPoints points, Span<double> values, Span<double> derivatives)
    {
        PowerTerm.Evaluate(working[0], working[1], points.Sizes(0), values);
        if (derivatives.IsEmpty) return;
        values.CopyTo(Row(derivatives, 0, points.Count));
        PowerTerm.SlopeByExponent(points.Sizes(0), values, Row(derivatives, 1, points.Count));
    }

    public override IEnumerable<double[]> Starts(ScalingPoints points) => [PowerTerm.Start(points, 0)];

    protected override void Recentre(Span<double> working, ReadOnlySpan<double> centre, int direction) =>
        PowerTerm.Recentre(ref working[0], working[1], centre[0], direction);
}

/// <summary>L(x) = E + A x^-alpha.</summary>
public sealed class SaturatingPowerLawForm : ScalingForm
{
    public override string Name => "power-constant";

    public override string Formula => "L(x) = E + A * x^-alpha";

    public override IReadOnlyList<FormInput> Inputs { get; } = [new("x", "size: parameters, tokens, steps or FLOP")];

    public override IReadOnlyList<FormParameter> Parameters { get; } =
    [
        new("E", "irreducible loss, in the loss's unit", ParameterScale.Logarithmic),
        new("A", "reducible loss at x = 1, in the loss's unit", ParameterScale.Logarithmic),
        new("alpha", "exponent of the reducible loss", ParameterScale.Linear),
    ];

    public override void Evaluate(ReadOnlySpan<double> working, ScalingPoints points, Span<double> values, Span<double> derivatives)
    {
        PowerTerm.Evaluate(working[1], working[2], points.Sizes(0), values);
        var constant = Math.Exp(working[0]);
        if (!derivatives.IsEmpty)
        {
            Row(derivatives, 0, points.Count).Fill(constant);
            values.CopyTo(Row(derivatives, 1, points.Count));
            PowerTerm.SlopeByExponent(points.Sizes(0), values, Row(derivatives, 2, points.Count));
        }
        TensorPrimitives.Add(values, constant, values);
    }

    /// <summary>Twelve shares of the least measurement as the constant, from next to nothing to nearly all, each with the power law that is then best.</summary>
    public override IEnumerable<double[]> Starts(ScalingPoints points)
    {
        var least = StartGrid.LeastPositive(points.Measured);
        foreach (var share in StartGrid.Shares)
        {
            var power = PowerTerm.Start(points, share * least);
            yield return [Math.Log(share * least), power[0], power[1]];
        }
    }

    protected override void Recentre(Span<double> working, ReadOnlySpan<double> centre, int direction) =>
        PowerTerm.Recentre(ref working[1], working[2], centre[0], direction);
}

/// <summary>A x^-alpha, the term that most forms are made of; its working parameters are ln A and alpha.</summary>
internal static class PowerTerm
{
    /// <summary>Writes exp(logFactor - exponent * size) for each size, which is a logarithm.</summary>
    public static void Evaluate(double logFactor, double exponent, ReadOnlySpan<double> sizes, Span<double> values)
    {
        TensorPrimitives.Multiply(sizes, -exponent, values);
        TensorPrimitives.Add(values, logFactor, values);
        TensorPrimitives.Exp<double>(values, values);
    }

    /// <summary>Writes the derivative by the exponent, -size * value; that by ln A is the value itself.</summary>
    public static void SlopeByExponent(ReadOnlySpan<double> sizes, ReadOnlySpan<double> values, Span<double> slopes)
    {
        TensorPrimitives.Multiply(sizes, values, slopes);
        TensorPrimitives.Negate<double>(slopes, slopes);
    }

    /// <summary>ln A is the logarithm of the term where ln x = 0; <see cref="ScalingForm.Recentre"/> moves that place.</summary>
    public static void Recentre(ref double logFactor, double exponent, double centre, int direction) => logFactor += direction * exponent * centre;

    /// <summary>ln A and alpha by least squares in logarithms, of the measurements less <paramref name="constant"/>; points at or below it are left out.</summary>
    public static double[] Start(ScalingPoints points, double constant)
    {
        List<double> x = [], y = [], w = [];
        for (var i = 0; i < points.Count; i++)
        {
            if (!(points.Measured[i] > constant)) continue;
            x.Add(points.Sizes(0)[i]);
            y.Add(Math.Log(points.Measured[i] - constant));
            w.Add(points.Weights[i]);
        }
        if (x.Count == 0) return [0, 0];
        var basis = new double[x.Count * 2];
        for (var i = 0; i < x.Count; i++) (basis[2 * i], basis[2 * i + 1]) = (1, -x[i]);
        return LinearLeastSquares.Solve(basis, 2, [.. y], [.. w]);
    }
}
