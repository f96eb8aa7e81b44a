using Quanta.Numerics.Optimisation;
using Quanta.Numerics.Random;
using Quanta.Scaling.Observational;

namespace Quanta.Scaling.Tests.Observational;

public sealed class ResponseTests
{
    private static readonly double[][] Predictors = MakePredictors();

    public static TheoryData<ResponseForm> Forms => [.. Enum.GetValues<ResponseForm>()];

    [Theory, MemberData(nameof(Forms))]
    public void Noiseless_scores_give_their_parameters_back(ResponseForm form)
    {
        var truth = Truth(form);
        double[] scores = Array.ConvertAll(Predictors, x => truth.At(x));
        var fit = ResponseFitter.Fit(Predictors, scores, new ResponseFitOptions { Form = form });
        const string zeroResidual = "a zero-residual problem converges quadratically; the tolerance is a thousand times the step tolerance";
        Assert.True(fit.Status.IsConverged(), fit.Status.Sentence());
        Expect.Near(truth.Intercept, fit.Response.Intercept, 1e-6, zeroResidual);
        for (var j = 0; j < truth.Weights.Length; j++) Expect.Near(truth.Weights[j], fit.Response.Weights[j], 1e-6, zeroResidual);
        Expect.Near(truth.Floor, fit.Response.Floor, 1e-6, zeroResidual);
        Expect.Near(truth.Height, fit.Response.Height, 1e-6, zeroResidual);
    }

    [Fact]
    public void The_floor_keeps_its_bounds()
    {
        var truth = new Response(ResponseForm.RaisedSigmoid, 0.3, [2, -1], 0.4, 0.6);
        var fit = ResponseFitter.Fit(Predictors, Array.ConvertAll(Predictors, x => truth.At(x)), new ResponseFitOptions());
        Assert.Equal(0.2, fit.Response.Floor, 12);
        Assert.Equal(0.8, fit.Response.Height, 12);
    }

    [Fact]
    public void A_linear_fit_is_that_of_the_normal_equations()
    {
        double[][] x = [[0], [1], [2], [3]];
        var fit = ResponseFitter.Fit(x, [1, 2, 2, 5], new ResponseFitOptions { Form = ResponseForm.Linear });
        Expect.Near(0.7, fit.Response.Intercept, 1e-9, "the least-squares line of these points by hand");
        Expect.Near(1.2, fit.Response.Weights[0], 1e-9, "as above");
    }

    [Fact]
    public void Huber_bends_to_an_outlier_less_than_squares_do()
    {
        var truth = new Response(ResponseForm.Linear, 1, [2, 0.5]);
        double[] scores = Array.ConvertAll(Predictors, x => truth.At(x));
        scores[3] += 10;
        var squares = ResponseFitter.Fit(Predictors, scores, new ResponseFitOptions { Form = ResponseForm.Linear }).Response;
        var huber = ResponseFitter.Fit(Predictors, scores, new ResponseFitOptions { Form = ResponseForm.Linear, Huber = 0.01 }).Response;
        Assert.True(Math.Abs(huber.Intercept - 1) < Math.Abs(squares.Intercept - 1) / 10);
    }

    [Fact]
    public void Huber_with_a_delta_beyond_all_residuals_is_squares()
    {
        var random = new Philox(5);
        double[] scores = Array.ConvertAll(Predictors, x => Truth(ResponseForm.RaisedSigmoid).At(x) + 0.02 * random.NextGaussian());
        var squares = ResponseFitter.Fit(Predictors, scores, new ResponseFitOptions());
        var huber = ResponseFitter.Fit(Predictors, scores, new ResponseFitOptions { Huber = 1 });
        Assert.Equal(squares.Response.Weights, huber.Response.Weights);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_threshold_that_is_not_positive_is_refused(double huber) => Assert.Contains("must be positive", Assert.Throws<ArgumentException>(
        () => ResponseFitter.Fit([[0], [1], [2]], [0, 0.5, 1], new ResponseFitOptions { Huber = huber })).Message);

    [Fact]
    public void Fewer_models_than_parameters_are_refused() =>
        Assert.Contains("at least 4 training models, but there are 3", Assert.Throws<InvalidDataException>(() => ResponseFitter.Fit(Predictors[..3], [0, 0, 1], new ResponseFitOptions())).Message);

    private static Response Truth(ResponseForm form) => form switch
    {
        ResponseForm.RaisedSigmoid => new(form, 0.3, [2, -1], 0.1, 0.9),
        ResponseForm.ScaledSigmoid => new(form, 0.3, [2, -1], 0.05, 0.8),
        _ => new(form, 0.3, [0.8, -0.4]),
    };

    private static double[][] MakePredictors()
    {
        var random = new Philox(3);
        return [.. Enumerable.Range(0, 60).Select(_ => new[] { 1.5 * random.NextGaussian(), random.NextGaussian() })];
    }
}
