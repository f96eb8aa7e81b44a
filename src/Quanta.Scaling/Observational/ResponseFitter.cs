using Quanta.Numerics.Optimisation;

namespace Quanta.Scaling.Observational;

/// <summary>Fits responses by bounded Levenberg-Marquardt from one fixed start.</summary>
/// <remarks>Parameters, in order: intercept, weights, then the floor and the height where the form has them. A Huber loss rho enters as the residual
/// sign(r) sqrt(2 rho(r)), whose half square is rho, so that the same search minimises it exactly.</remarks>
public static class ResponseFitter
{
    /// <summary>Fits a response.</summary>
    /// <param name="predictors">[n][k], finite.</param>
    /// <param name="scores">[n], finite.</param>
    /// <param name="options">The form, the loss and the start.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <exception cref="InvalidDataException">There are fewer models than parameters.</exception>
    /// <exception cref="ArgumentException">The Huber threshold is not positive.</exception>
    public static ResponseFit Fit(double[][] predictors, double[] scores, ResponseFitOptions options, CancellationToken cancellation = default)
    {
        var weights = predictors.Length == 0 ? 0 : predictors[0].Length;
        var count = 1 + weights + Extras(options.Form);
        if (predictors.Length < count)
        {
            throw new InvalidDataException(
                $"A fit of {count} parameters needs at least {count} training models, but there are {predictors.Length}; take fewer components or train on more.");
        }
        if (options.Huber is { } threshold && !(threshold > 0))
            throw new ArgumentException(FormattableString.Invariant($"The Huber threshold must be positive, but is {threshold}."), nameof(options));
        var problem = new LeastSquaresProblem(scores.Length, BoundsOf(options, weights), Evaluate);
        var search = new LevenbergMarquardtOptions { MaxIterations = options.MaxIterations };
        var result = LevenbergMarquardt.Minimise(problem, Start(options, weights), search, cancellation);
        return new ResponseFit(Unpack(options.Form, result.Parameters, weights), result.Value, result.Status, result.Iterations);

        void Evaluate(ReadOnlySpan<double> parameters, Span<double> residuals, Span<double> jacobian)
        {
            var response = Unpack(options.Form, parameters, weights);
            for (var i = 0; i < scores.Length; i++)
            {
                var z = response.Linear(predictors[i]);
                var (residual, factor) = Loss(response.OfLinear(z) - scores[i], options.Huber);
                residuals[i] = residual;
                if (!jacobian.IsEmpty) Differentiate(response, z, predictors[i], factor, jacobian.Slice(i * count, count));
            }
        }
    }

    private static int Extras(ResponseForm form) => form switch { ResponseForm.RaisedSigmoid => 1, ResponseForm.ScaledSigmoid => 2, _ => 0 };

    private static double[] Start(ResponseFitOptions options, int weights) => options.Form switch
    {
        ResponseForm.RaisedSigmoid => [0, .. Enumerable.Repeat(options.FirstWeight, weights), 0],
        ResponseForm.ScaledSigmoid => [0, .. Enumerable.Repeat(options.FirstWeight, weights), 0, 1],
        _ => [0, .. Enumerable.Repeat(options.FirstWeight, weights)],
    };

    private static Bounds BoundsOf(ResponseFitOptions options, int weights)
    {
        var free = Enumerable.Range(0, 1 + weights);
        double[] lower = [.. free.Select(_ => double.NegativeInfinity)], upper = [.. free.Select(_ => double.PositiveInfinity)];
        return options.Form switch
        {
            ResponseForm.RaisedSigmoid => new Bounds([.. lower, 0], [.. upper, options.FloorRange]),
            ResponseForm.ScaledSigmoid => new Bounds([.. lower, 0, 1 - 2 * options.FloorRange], [.. upper, options.FloorRange, 1]),
            _ => Bounds.None(1 + weights),
        };
    }

    private static Response Unpack(ResponseForm form, ReadOnlySpan<double> parameters, int weights)
    {
        var (intercept, slope) = (parameters[0], parameters.Slice(1, weights).ToArray());
        return form switch
        {
            ResponseForm.RaisedSigmoid => new Response(form, intercept, slope, parameters[^1], 1 - parameters[^1]),
            ResponseForm.ScaledSigmoid => new Response(form, intercept, slope, parameters[^2], parameters[^1]),
            _ => new Response(form, intercept, slope),
        };
    }

    private static void Differentiate(Response response, double z, double[] predictors, double factor, Span<double> row)
    {
        var sigmoid = Response.Sigmoid(z);
        var slope = factor * response.Form switch
        {
            ResponseForm.Linear => 1,
            ResponseForm.Exponential => Math.Exp(z),
            _ => response.Height * sigmoid * (1 - sigmoid),
        };
        row[0] = slope;
        for (var j = 0; j < predictors.Length; j++) row[1 + j] = slope * predictors[j];
        if (response.Form == ResponseForm.RaisedSigmoid) row[^1] = factor * (1 - sigmoid);
        if (response.Form == ResponseForm.ScaledSigmoid) (row[^2], row[^1]) = (factor, factor * sigmoid);
    }

    /// <summary>The residual whose half square is the loss, and its derivative with respect to the plain residual.</summary>
    private static (double Residual, double Factor) Loss(double residual, double? huber)
    {
        if (huber is not { } delta || Math.Abs(residual) <= delta) return (residual, 1);
        var root = Math.Sqrt(2 * delta * (Math.Abs(residual) - delta / 2));
        return (Math.Sign(residual) * root, delta / root);
    }
}

/// <summary>How a response is fitted.</summary>
public sealed record ResponseFitOptions
{
    public ResponseForm Form { get; init; } = ResponseForm.RaisedSigmoid;

    /// <summary>Residuals beyond this count linearly (Huber); null for squares throughout. With scores in [0, 1] the published 1.0 is squares throughout.
    /// The published code divides the residuals of a linear form by an estimate of their scale first (statsmodels' RLM); here they count as they are.</summary>
    public double? Huber { get; init; }

    /// <summary>Every weight's first value; the intercept and the floor begin at 0. The published code has this value at first and 0.03 later.</summary>
    public double FirstWeight { get; init; } = 1e-2;

    /// <summary>The greatest floor of a sigmoid, and half of what its height may fall short of 1.</summary>
    public double FloorRange { get; init; } = 0.2;

    public int MaxIterations { get; init; } = 5000;
}

/// <summary>A fitted response and how the search for it ended.</summary>
/// <param name="Response">The response.</param>
/// <param name="Loss">Half the sum of squared (or Huber) residuals.</param>
/// <param name="Status">Why the search stopped.</param>
/// <param name="Iterations">Steps taken.</param>
/// <remarks>Where the training scores are split by a plane into zeros and others, the best sigmoid is a step: its weights grow without end, and the search
/// stops when the loss settles. Its predictions hold; its weights do not.</remarks>
public sealed record ResponseFit(Response Response, double Loss, OptimisationStatus Status, int Iterations);
