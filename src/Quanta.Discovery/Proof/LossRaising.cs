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
        using var direction = new DeviceVectors(model.Model.Device, 1, parameters.Length);
        var norm = MeanGradient(deciding, direction);
        if (norm == 0) return null;
        int[] points = [.. measured.Distinct()];
        var before = Losses(points);
        var (step, rise) = FindStep(deciding, direction, norm, nats);
        model.MoveTo(direction, step);
        var after = Losses(points);
        model.Restore();
        return new(step, rise, points.Index().ToDictionary(pair => pair.Item, pair => after[pair.Index] - before[pair.Index]));
    }

    /// <summary>The losses of points under the model as it is, nats.</summary>
    public float[] Losses(int[] points) => new ChosenLosses(documents, [.. points.Select(i => predictions[i])]).Compute(model.Model, _losses, cancellation);

    public void Dispose() => _gradients.Dispose();

    /// <summary>Puts the mean gradient, of length 1, into a vector.</summary>
    /// <returns>The length that it had; 0 where it is numerically 0.</returns>
    private double MeanGradient(int[] deciding, DeviceVectors direction)
    {
        using var operations = model.Model.Device.CreateVectorOperations(workers.Threads);
        operations.Clear(direction.Range(0, 1));
        var together = (int)Math.Clamp(LargestScratch / parameters.Length, 1, deciding.Length);
        using var vectors = new DeviceVectors(model.Model.Device, together, parameters.Length);
        for (int start = 0, now; start < deciding.Length; start += now)
        {
            now = Math.Min(together, deciding.Length - start);
            long[] chosen = [.. deciding.Skip(start).Take(now).Select(i => predictions[i])];
            _gradients.Compute(documents, chosen, vectors, cancellation: cancellation);
            for (var i = 0; i < now; i++) operations.AddScaled(vectors.Range(i, 1), 1.0 / deciding.Length, direction.Range(0, 1));
        }
        return UnitVectors.Normalise(operations, direction.Range(0, 1), "mean gradients")[0];
    }

    /// <summary>From the step to first order, longer or shorter by the rises found, within what is known to be too short and too far.</summary>
    private (double Step, double Rise) FindStep(int[] deciding, DeviceVectors direction, double norm, double nats)
    {
        var before = Losses(deciding).Average(loss => (double)loss);
        var (low, lowRise, high, highRise, step, rise) = (0.0, 0.0, double.PositiveInfinity, double.PositiveInfinity, nats / norm, 0.0);
        for (var trial = 0; trial < MostTrials; trial++)
        {
            model.MoveTo(direction, step);
            rise = Losses(deciding).Average(loss => (double)loss) - before;
            if (Math.Abs(rise - nats) <= RiseTolerance * nats) break;
            // What is no number is too far as well.
            if (rise < nats) (low, lowRise) = (step, rise);
            else (high, highRise) = (step, rise);
            step = double.IsInfinity(high) ? step * LongestStretch(nats / rise) : low + (high - low) * Between((nats - lowRise) / (highRise - lowRise));
        }
        return (step, rise);
    }

    /// <summary>How much longer the next step is, of one that was too short by a factor.</summary>
    private static double LongestStretch(double factor) => factor is > 1.2 and < 4 ? factor : factor > 0 && factor <= 1.2 ? 1.2 : 4;

    /// <summary>Where between two steps the next lies: where a straight line has it, but not at their very ends.</summary>
    private static double Between(double place) => double.IsNaN(place) ? 0.5 : Math.Clamp(place, 0.1, 0.9);
}
