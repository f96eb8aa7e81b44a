namespace Quanta.Scaling.Prediction;

/// <summary>A way to predict losses further along a scale.</summary>
public interface ILossPredictor
{
    /// <summary>What tables call it.</summary>
    string Name { get; }

    /// <summary>Whether it looks back with a <see cref="Memory"/>, which is then chosen for it.</summary>
    bool HasMemory { get; }

    /// <summary>Predicts every prediction's loss.</summary>
    /// <param name="visible">What is known.</param>
    /// <param name="labels">The cluster of each prediction, [predictions], from 0.</param>
    /// <param name="logarithms">ln x where losses are wanted, [hidden].</param>
    /// <param name="memory">How far back to look.</param>
    /// <returns>[predictions, hidden], row-major, nats; at least 0.</returns>
    float[] Predict(LossPanel visible, IReadOnlyList<int> labels, IReadOnlyList<double> logarithms, Memory memory);
}

/// <summary>The ways to predict losses that are compared, the simplest first.</summary>
public static class LossPredictors
{
    /// <summary>The one that the others are measured against: nothing changes.</summary>
    public static ILossPredictor LastModel { get; } = new LastModelPredictor();

    /// <summary>All of them, in the order of tables.</summary>
    public static IReadOnlyList<ILossPredictor> All { get; } =
        [LastModel, new OwnLawPredictor(), new GlobalLawPredictor(), new ClusterLawPredictor(), new ShrunkLawPredictor()];
}

/// <summary>(a) The loss stays what it is under the last visible model.</summary>
internal sealed class LastModelPredictor : ILossPredictor
{
    public string Name => "last model";

    public bool HasMemory => false;

    public float[] Predict(LossPanel visible, IReadOnlyList<int> labels, IReadOnlyList<double> logarithms, Memory memory)
    {
        var predicted = new float[visible.Predictions * logarithms.Count];
        for (var i = 0; i < visible.Predictions; i++) predicted.AsSpan(i * logarithms.Count, logarithms.Count).Fill(Math.Max(0, visible.Row(i)[^1]));
        return predicted;
    }
}

/// <summary>(b) Every token goes on along its own straight line over ln x, the published law of a token.</summary>
internal sealed class OwnLawPredictor : ILossPredictor
{
    public string Name => "own law";

    public bool HasMemory => true;

    public float[] Predict(LossPanel visible, IReadOnlyList<int> labels, IReadOnlyList<double> logarithms, Memory memory)
    {
        var line = new WeightedLine(visible.Logarithms, memory);
        return Extrapolation.Along(visible, line, logarithms, i => line.Slope(visible.Row(i)));
    }
}

/// <summary>(c) Every token falls by as much as the mean loss of all, whose law is a power law fitted by weighted least squares of logarithms.</summary>
internal sealed class GlobalLawPredictor : ILossPredictor
{
    public string Name => "global law";

    public bool HasMemory => true;

    public float[] Predict(LossPanel visible, IReadOnlyList<int> labels, IReadOnlyList<double> logarithms, Memory memory)
    {
        var line = new WeightedLine(visible.Logarithms, memory);
        var mean = new WeightedLine(visible.Logarithms, memory with { Offset = memory.Slope });
        float[] means = [.. visible.Means().Select(nats => (float)Math.Log(nats))];
        var (level, slope) = (mean.Level(means), mean.Slope(means));
        double MeanAt(double x) => Math.Exp(level + slope * (x - mean.LevelAt));
        var levelOfLaw = line.Level([.. visible.Logarithms.Select(x => (float)MeanAt(x))]);
        var falls = logarithms.Select(x => MeanAt(x) - levelOfLaw).ToArray();
        var predicted = new float[visible.Predictions * falls.Length];
        for (var i = 0; i < visible.Predictions; i++)
        {
            var own = line.Level(visible.Row(i));
            for (var k = 0; k < falls.Length; k++) predicted[i * falls.Length + k] = (float)Math.Max(0, own + falls[k]);
        }
        return predicted;
    }
}

/// <summary>(d) Every token goes on along its cluster's line, at its own level.</summary>
internal sealed class ClusterLawPredictor : ILossPredictor
{
    public string Name => "cluster law";

    public bool HasMemory => true;

    public float[] Predict(LossPanel visible, IReadOnlyList<int> labels, IReadOnlyList<double> logarithms, Memory memory)
    {
        var line = new WeightedLine(visible.Logarithms, memory);
        var slopes = ClusterSlopes.Of(visible, labels, line);
        return Extrapolation.Along(visible, line, logarithms, i => slopes.OfCluster[labels[i]]);
    }
}

/// <summary>(e) Every token's own slope, drawn towards its cluster's by as much as slopes within the cluster differ by noise alone.</summary>
internal sealed class ShrunkLawPredictor : ILossPredictor
{
    public string Name => "shrunk law";

    public bool HasMemory => true;

    public float[] Predict(LossPanel visible, IReadOnlyList<int> labels, IReadOnlyList<double> logarithms, Memory memory)
    {
        var line = new WeightedLine(visible.Logarithms, memory);
        var slopes = ClusterSlopes.Of(visible, labels, line);
        return Extrapolation.Along(visible, line, logarithms, i =>
        {
            var cluster = labels[i];
            return slopes.OfCluster[cluster] + slopes.Trust[cluster] * (slopes.Own[i] - slopes.OfCluster[cluster]);
        });
    }
}

/// <summary>Fills a table of predictions from each one's level and slope.</summary>
internal static class Extrapolation
{
    /// <summary>level + slope (ln x - ln x of the level), not below 0.</summary>
    public static float[] Along(LossPanel visible, WeightedLine line, IReadOnlyList<double> logarithms, Func<int, double> slope)
    {
        var predicted = new float[visible.Predictions * logarithms.Count];
        for (var i = 0; i < visible.Predictions; i++)
        {
            var (level, own) = (line.Level(visible.Row(i)), slope(i));
            for (var k = 0; k < logarithms.Count; k++) predicted[i * logarithms.Count + k] = (float)Math.Max(0, level + own * (logarithms[k] - line.LevelAt));
        }
        return predicted;
    }
}
