using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.Forms;

/// <summary>What learns quanta: one more parameter, or one more example or step.</summary>
public enum QuantaResource
{
    /// <summary>Each quantum takes the same number of parameters: n = x / x1.</summary>
    Parameters,

    /// <summary>A quantum is learned after a number of its own examples or steps: n = (x / x1)^(1 / (1 + alpha)).</summary>
    Examples,
}

/// <summary>The sum over quanta: L(x) = E + B * zeta(1 + alpha, 1 + n) / zeta(1 + alpha), the share of quanta's uses that are of unlearned ones.</summary>
/// <remarks>Michaud et al. 2023, arXiv:2303.13506, section 2: quantum k is used with frequency p_k = k^-(1 + alpha) / zeta(1 + alpha), the n most frequent are
/// learned, and a sample's loss is E when its quantum is learned and E + B otherwise. The sum of p_k over k &gt; n is Hurwitz's zeta function zeta(1 + alpha, 1 + n)
/// over zeta(1 + alpha), exactly for whole n; taken for real n it is the continuous form used here. x1 is the size at which the first quantum is learned: n there is 1.
/// For n much above 1 the sum is n^-alpha / (alpha zeta(1 + alpha)), the paper's power law, in which B and x1 cannot be told apart; they can where points reach
/// down to few quanta, where the loss bends towards E + B.</remarks>
public sealed class QuantaForm(QuantaResource resource = QuantaResource.Parameters) : ScalingForm
{
    private static readonly double[] GridAlphas = [0.05, 0.1, 0.2, 0.4, 0.8];
    private static readonly double[] GridPlaces = [-15, -10, -6, -3, -1, 1, 3];

    public override string Name => resource == QuantaResource.Parameters ? "quanta" : "quanta-data";

    public override string Formula => "L(x) = E + B * zeta(1 + alpha, 1 + n) / zeta(1 + alpha), n = "
        + (resource == QuantaResource.Parameters ? "x / x1" : "(x / x1)^(1 / (1 + alpha))");

    public override IReadOnlyList<FormInput> Inputs { get; } =
        [resource == QuantaResource.Parameters ? new("x", "parameters") : new("x", "training examples, tokens or steps")];

    public override IReadOnlyList<FormParameter> Parameters { get; } =
    [
        new("E", "loss when all quanta are learned, in the loss's unit", ParameterScale.Logarithmic),
        new("B", "how much higher it is when none is", ParameterScale.Logarithmic),
        new("alpha", "quanta are used with frequencies k^-(1 + alpha)", ParameterScale.Logarithmic),
        new("x1", "size at which the first quantum is learned", ParameterScale.Logarithmic),
    ];

    public override string? IntervalCaveat =>
        "Where noise is as much as 5 %, alpha's interval at 95 % holds the truth in 89 to 91 % of simulations only, and B and x1 may be open.";

    public override IReadOnlyList<DerivedQuantity> Derived { get; } =
        [new("exponent", "of the loss at large sizes", p => resource == QuantaResource.Parameters ? p[2] : p[2] / (1 + p[2]))];

    public override void Evaluate(ReadOnlySpan<double> working, ScalingPoints points, Span<double> values, Span<double> derivatives)
    {
        var n = points.Count;
        var sizes = points.Sizes(0);
        var (constant, height, alpha) = (Math.Exp(working[0]), Math.Exp(working[1]), Math.Exp(working[2]));
        var s = 1 + alpha;
        var power = resource == QuantaResource.Parameters ? 1 : 1 / s;
        var all = HurwitzZeta.Evaluate(s, 1);
        for (var i = 0; i < n; i++)
        {
            var distance = sizes[i] - working[3];
            var quanta = Math.Exp(power * distance);
            var left = HurwitzZeta.Evaluate(s, 1 + quanta);
            var share = left.Value / all.Value;
            values[i] = constant + height * share;
            if (derivatives.IsEmpty) continue;
            var byQuanta = -s * left.Next / all.Value;
            var byAlpha = (left.ByS - share * all.ByS) / all.Value;
            if (resource == QuantaResource.Examples) byAlpha -= byQuanta * quanta * distance / (s * s);
            derivatives[i] = constant;
            derivatives[n + i] = height * share;
            derivatives[2 * n + i] = height * alpha * byAlpha;
            derivatives[3 * n + i] = -height * byQuanta * quanta * power;
        }
    }

    /// <summary>A grid of alpha and of x1, far below to just above the sizes; for each E and B by least squares of relative errors.</summary>
    public override IEnumerable<double[]> Starts(ScalingPoints points)
    {
        var smallest = points.Sizes(0).ToArray().Min();
        return from alpha in GridAlphas
               from place in GridPlaces
               select Start(points, alpha, smallest + place);
    }

    protected override void Recentre(Span<double> working, ReadOnlySpan<double> centre, int direction) => working[3] += direction * centre[0];

    private double[] Start(ScalingPoints points, double alpha, double place)
    {
        double[] working = [double.NegativeInfinity, 0, Math.Log(alpha), place];
        var shares = new double[points.Count];
        Evaluate(working, points, shares, default);
        var relative = points.Measured.ToArray().Select((y, i) => points.Weights[i] / (y * y)).ToArray();
        var line = LinearLeastSquares.Solve(shares.SelectMany(share => new[] { 1, share }).ToArray(), 2, points.Measured, relative);
        var least = StartGrid.LeastPositive(points.Measured);
        (working[0], working[1]) = (Math.Log(Math.Max(line[0], 1e-4 * least)), Math.Log(Math.Max(line[1], 1e-3 * least)));
        return working;
    }
}

/// <summary>zeta(s, q) = the sum of (q + k)^-s over k &gt;= 0, for s &gt; 1 and q &gt; 0, with its derivatives.</summary>
/// <remarks>The first terms one by one, the rest by the Euler-Maclaurin formula with four corrections: relative error below 1e-12 for s up to 10.</remarks>
internal static class HurwitzZeta
{
    private const int Direct = 12;

    /// <summary>Coefficients B_2j / (2j)! of the corrections.</summary>
    private static ReadOnlySpan<double> Corrections => [1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600];

    /// <returns>zeta(s, q), its derivative by s, and zeta(s + 1, q), which is -1/s times its derivative by q.</returns>
    public static (double Value, double ByS, double Next) Evaluate(double s, double q)
    {
        var (value, byS, next) = (0.0, 0.0, 0.0);
        for (var k = 0; k < Direct; k++)
        {
            var logarithm = Math.Log(q + k);
            var term = Math.Exp(-s * logarithm);
            value += term;
            byS -= logarithm * term;
            next += term / (q + k);
        }
        var (tail, tailByS) = Tail(s, q + Direct);
        return (value + tail, byS + tailByS, next + Tail(s + 1, q + Direct).Value);
    }

    /// <summary>The sum of (a + k)^-s over k &gt;= 0 for large a.</summary>
    private static (double Value, double ByS) Tail(double s, double a)
    {
        var logarithm = Math.Log(a);
        var power = Math.Exp(-s * logarithm);
        var integral = power * a / (s - 1);
        var value = integral + power / 2;
        var byS = -logarithm * value - integral / (s - 1);
        // The j-th correction is B_2j / (2j)! s (s + 1) ... (s + 2j - 2) a^-(s + 2j - 1); the product's logarithmic derivative is a sum of reciprocals.
        var (product, reciprocals, scale) = (s, 1 / s, power / a);
        for (var j = 0; j < Corrections.Length; j++)
        {
            var term = Corrections[j] * product * scale;
            value += term;
            byS += term * (reciprocals - logarithm);
            var (first, second) = (s + 2 * j + 1, s + 2 * j + 2);
            product *= first * second;
            reciprocals += 1 / first + 1 / second;
            scale /= a * a;
        }
        return (value, byS);
    }
}
