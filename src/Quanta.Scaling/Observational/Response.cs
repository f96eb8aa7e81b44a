namespace Quanta.Scaling.Observational;

/// <summary>A fitted response: a score from k predictors.</summary>
/// <param name="Form">The form.</param>
/// <param name="Intercept">z where all predictors are 0.</param>
/// <param name="Weights">[k], of the predictors in z.</param>
/// <param name="Floor">The least score of a sigmoid; 0 otherwise.</param>
/// <param name="Height">The greatest score of a sigmoid less the least; 1 otherwise.</param>
public sealed record Response(ResponseForm Form, double Intercept, double[] Weights, double Floor = 0, double Height = 1)
{
    /// <summary>z.</summary>
    public double Linear(ReadOnlySpan<double> predictors)
    {
        var z = Intercept;
        for (var j = 0; j < Weights.Length; j++) z += Weights[j] * predictors[j];
        return z;
    }

    /// <summary>The score.</summary>
    public double At(ReadOnlySpan<double> predictors) => OfLinear(Linear(predictors));

    /// <summary>The score where the linear function is z.</summary>
    public double OfLinear(double z) => Form switch
    {
        ResponseForm.Linear => z,
        ResponseForm.Exponential => Math.Exp(z),
        _ => Floor + Height * Sigmoid(z),
    };

    internal static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));
}

/// <summary>How a score follows from a linear function z of the predictors.</summary>
public enum ResponseForm
{
    /// <summary>z itself.</summary>
    Linear,

    /// <summary>1 / (1 + exp(-z)).</summary>
    Sigmoid,

    /// <summary>exp(z).</summary>
    Exponential,

    /// <summary>h + (1 - h) / (1 + exp(-z)) with a floor h in [0, 0.2]: the paper's form ("sigmoid-parametric").</summary>
    RaisedSigmoid,

    /// <summary>h + a / (1 + exp(-z)) with h in [0, 0.2] and a height a in [0.6, 1]. The published code has this form too, but gives each of the two the
    /// other's bounds, so that it cannot start.</summary>
    ScaledSigmoid,
}
