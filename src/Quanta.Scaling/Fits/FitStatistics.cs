using System.Numerics.Tensors;
using MathNet.Numerics;
using Quanta.Scaling.Forms;

namespace Quanta.Scaling.Fits;

/// <summary>How well a fit describes the points that it was fitted to.</summary>
/// <param name="Points">n.</param>
/// <param name="FreeParameters">k, without the scale of the residuals.</param>
/// <param name="Objective">What was minimised.</param>
/// <param name="ResidualScale">For squared losses the standard deviation of the residuals on n - k degrees of freedom; for Huber's the root of the scale of
/// its likelihood.</param>
/// <param name="LogLikelihood">Natural logarithm, of the measurements themselves, so that losses in logarithms and not are comparable.</param>
/// <param name="Aicc">Akaike's criterion with the correction for few points; infinite where n is at most k + 2.</param>
/// <param name="Bic">The Bayesian criterion.</param>
/// <param name="Errors">On the fitted points.</param>
public sealed record FitStatistics(
    int Points, int FreeParameters, double Objective, double ResidualScale, double LogLikelihood, double Aicc, double Bic, PredictionErrors Errors)
{
    internal static FitStatistics Of(IScalingForm form, FitLoss loss, ScalingPoints points, double[] working, double objective)
    {
        var (n, k) = (points.Count, form.Parameters.Count);
        var values = new double[n];
        form.Evaluate(working, points, values, default);
        var (logLikelihood, scale) = ResidualLikelihood.Maximum(loss, objective, n);
        if (loss.IsSquared) scale = Math.Sqrt(2 * objective / Math.Max(1, n - k));
        logLikelihood += loss.IsSquared ? 0.5 * SumOfLogarithms(points.Weights) : 0;
        if (loss.InLogarithms) logLikelihood -= SumOfLogarithms(points.Measured);
        // The scale of the residuals is a parameter of the likelihood, too.
        var counted = k + 1;
        var correction = n - counted - 1 > 0 ? 2.0 * counted * (counted + 1) / (n - counted - 1) : double.PositiveInfinity;
        return new FitStatistics(
            n, k, objective, scale, logLikelihood, 2 * counted - 2 * logLikelihood + correction, counted * Math.Log(n) - 2 * logLikelihood,
            PredictionErrors.Of(values, points.Measured));
    }

    private static double SumOfLogarithms(ReadOnlySpan<double> values)
    {
        var logarithms = new double[values.Length];
        TensorPrimitives.Log(values, logarithms);
        return TensorPrimitives.Sum<double>(logarithms);
    }
}

/// <summary>How far predictions are from measurements.</summary>
/// <param name="RootMeanSquare">In the measurements' unit.</param>
/// <param name="RootMeanSquareLog">RMSLE, of natural logarithms; NaN where a value is not positive.</param>
/// <param name="MeanRelative">ARE, the mean of |prediction - measurement| / |measurement|; NaN where a measurement is 0.</param>
public sealed record PredictionErrors(double RootMeanSquare, double RootMeanSquareLog, double MeanRelative)
{
    /// <param name="predictions">[n].</param>
    /// <param name="measured">[n], n at least 1.</param>
    public static PredictionErrors Of(ReadOnlySpan<double> predictions, ReadOnlySpan<double> measured)
    {
        if (predictions.Length != measured.Length || measured.IsEmpty)
            throw new ArgumentException(
                $"Errors need as many predictions as measurements, and one at least, but there are {predictions.Length} and {measured.Length}.");
        var (squares, logarithms, relative) = (0.0, 0.0, 0.0);
        for (var i = 0; i < measured.Length; i++)
        {
            squares += Math.Pow(predictions[i] - measured[i], 2);
            logarithms += Math.Pow(Math.Log(predictions[i]) - Math.Log(measured[i]), 2);
            relative += measured[i] == 0 ? double.NaN : Math.Abs((predictions[i] - measured[i]) / measured[i]);
        }
        var n = measured.Length;
        return new PredictionErrors(Math.Sqrt(squares / n), Math.Sqrt(logarithms / n), relative / n);
    }
}

/// <summary>The likelihoods that the losses belong to, at the scale of the residuals that makes them largest.</summary>
internal static class ResidualLikelihood
{
    private static readonly double GoldenRatio = (Math.Sqrt(5) - 1) / 2;

    /// <param name="loss">Squared residuals belong to the normal density, Huber's function to a normal centre with exponential tails.</param>
    /// <param name="objective">The sum of the loss, above 0 unless the fit is perfect.</param>
    /// <param name="n">How many residuals.</param>
    /// <returns>The logarithm of the likelihood of the residuals, and the scale: the density is proportional to exp(-loss / scale^2).</returns>
    public static (double LogLikelihood, double Scale) Maximum(FitLoss loss, double objective, int n)
    {
        if (!(objective > 0)) return (double.PositiveInfinity, 0);
        if (loss.IsSquared)
        {
            var variance = 2 * objective / n;
            return (-0.5 * n * (Math.Log(2 * Math.PI * variance) + 1), Math.Sqrt(variance));
        }
        double LogLikelihood(double lnScale) => -objective / Math.Exp(lnScale) - n * LogNormaliser(loss.Delta, Math.Exp(lnScale));
        // One maximum: around objective / n for small residuals, a multiple of it for large ones.
        var (low, high) = (Math.Log(objective / n) - 5, Math.Log(objective / n) + 25);
        while (high - low > 1e-10)
        {
            var (left, right) = (high - GoldenRatio * (high - low), low + GoldenRatio * (high - low));
            if (LogLikelihood(left) > LogLikelihood(right)) high = right;
            else low = left;
        }
        return (LogLikelihood(low), Math.Exp(low / 2));
    }

    /// <summary>ln of the integral of exp(-Huber(r) / scale) over all r.</summary>
    private static double LogNormaliser(double delta, double scale)
    {
        var centre = Math.Sqrt(2 * Math.PI * scale) * SpecialFunctions.Erf(delta / Math.Sqrt(2 * scale));
        return Math.Log(centre + 2 * scale / delta * Math.Exp(-delta * delta / (2 * scale)));
    }
}
