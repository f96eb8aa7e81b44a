using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Interventions;
using Quanta.LanguageModels.Losses;

namespace Quanta.Discovery.Proof;

/// <summary>What a step along a mean gradient did.</summary>
/// <param name="Step">Its length in parameter space.</param>
/// <param name="Rise">Of the mean loss of those along whose gradient it went, nats.</param>
/// <param name="Rises">Of the loss of each measured point, nats.</param>
internal sealed record RaisedLosses(double Step, double Rise, IReadOnlyDictionary<int, float> Rises);

/// <summary>Moves a model along the mean gradient of some points as far as raises their mean loss by a given amount.</summary>
/// <param name="model">The model; as it was after each call.</param>
/// <param name="parameters">Along whose gradient it is moved.</param>
/// <param name="documents">The corpus.</param>
/// <param name="predictions">Global prediction indices of the points.</param>
/// <param name="workers">Threads and memory of gradients.</param>
/// <param name="cancellation">Stops between layers.</param>
internal sealed class LossRaising(
    MovableModel model, ParameterSet parameters, TokenDocuments documents, long[] predictions, TokenGradientsOptions workers, CancellationToken cancellation) : IDisposable
{
    /// <summary>Gradients that are held together while they are added.</summary>
    private const long LargestScratch = 1 << 26;

    /// <summary>A step is found when the rise is this near to what is wanted, as a part of it, or after so many trials.</summary>
    private const double RiseTolerance = 0.05;

    private const int MostTrials = 40;

    private readonly TokenGradients _gradients = new(model.Model, parameters, workers);
    private readonly TokenLossesOptions _losses = new() { Threads = workers.Threads };

    public MovableModel Model => model;

    /// <summary>Takes the step; null where the gradient is numerically 0.</summary>
    /// <param name="deciding">Points along whose mean gradient it goes.</param>
    /// <param name="measured">Points whose losses are compared.</param>
    /// <param name="nats">How far the mean loss of the deciding points shall rise.</param>
    public RaisedLosses? Raise(int[] deciding, int[] measured, double nats)
    {
        using var direction = MeanGradient(deciding);
        if (direction is null) return null;
        int[] points = [.. measured.Distinct()];
        var before = Losses(points);
        var (step, rise) = FindStep(deciding, direction, nats);
        model.MoveTo(direction, step);
        var after = Losses(points);
        model.Restore();
        return new(step, rise, points.Index().ToDictionary(pair => pair.Item, pair => after[pair.Index] - before[pair.Index]));
    }

    /// <summary>The losses of points under the model as it is, nats.</summary>
    public float[] Losses(int[] points) => new ChosenLosses(documents, [.. points.Select(i => predictions[i])]).Compute(model.Model, _losses, cancellation);

    public void Dispose() => _gradients.Dispose();

    /// <summary>The mean gradient, of length 1; null where it is numerically 0.</summary>
    private DeviceVectors? MeanGradient(int[] deciding)
    {
        var sum = new DeviceVectors(model.Model.Device, 1, parameters.Length);
        using var operations = model.Model.Device.CreateVectorOperations(workers.Threads);
        operations.Clear(sum.Range(0, 1));
        var together = (int)Math.Clamp(LargestScratch / parameters.Length, 1, deciding.Length);
        using var vectors = new DeviceVectors(model.Model.Device, together, parameters.Length);
        for (int start = 0, now; start < deciding.Length; start += now)
        {
            now = Math.Min(together, deciding.Length - start);
            long[] chosen = [.. deciding.Skip(start).Take(now).Select(i => predictions[i])];
            _gradients.Compute(documents, chosen, vectors, cancellation: cancellation);
            for (var i = 0; i < now; i++) operations.AddScaled(vectors.Range(i, 1), 1.0 / deciding.Length, sum.Range(0, 1));
        }
        if (UnitVectors.Normalise(operations, sum.Range(0, 1), "mean gradients")[0] > 0) return sum;
        sum.Dispose();
        return null;
    }

    /// <summary>Doubled until the loss rises far enough, then halved between.</summary>
    private (double Step, double Rise) FindStep(int[] deciding, DeviceVectors direction, double nats)
    {
        var before = Losses(deciding).Average(loss => (double)loss);
        double Rise(double step)
        {
            model.MoveTo(direction, step);
            return Losses(deciding).Average(loss => (double)loss) - before;
        }
        const double first = 1e-2;
        var (low, high, step, rise) = (0.0, double.PositiveInfinity, first, 0.0);
        for (var trial = 0; trial < MostTrials; trial++)
        {
            rise = Rise(step);
            if (Math.Abs(rise - nats) <= RiseTolerance * nats) break;
            // What is no number is too far as well.
            if (rise < nats) low = step;
            else high = step;
            step = double.IsInfinity(high) ? 2 * step : (low + high) / 2;
        }
        return (step, rise);
    }
}
