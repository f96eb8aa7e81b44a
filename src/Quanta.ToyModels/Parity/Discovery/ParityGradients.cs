using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;
using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Internals;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Discovery;

/// <summary>Gradients of single samples, with the subtask that each sample truly belongs to.</summary>
/// <param name="Gradients">[samples, parameters], each of unit length, or 0 where no parameter of the part matters; the caller disposes it.</param>
/// <param name="Subtasks">[samples], the true labels.</param>
/// <param name="BitsSet">[samples], how many of the subtask's own bits are set: each count lights units of its own.</param>
public sealed record ParityGradients(Matrix Gradients, int[] Subtasks, int[] BitsSet) : IDisposable
{
    /// <summary>Draws samples that the network gets right, the same number of each learned subtask, and takes each one's gradient.</summary>
    /// <remarks>As in quanta discovery, only samples with a loss below <see cref="ParityGradientOptions.GreatestLoss"/> count; a subtask for which too few of
    /// eight times the wanted number qualify counts as not learned and is left out.</remarks>
    /// <param name="run">The task and the network's shape.</param>
    /// <param name="weights">The trained parameters.</param>
    /// <param name="options">How many samples, and which part of the gradient.</param>
    /// <exception cref="ArgumentException">No subtask is learned.</exception>
    public static ParityGradients Sample(ParityOptions run, NetworkState weights, ParityGradientOptions options)
    {
        var task = run.CreateTask();
        using var network = new PlainNetwork(task, run.Shape, run.Optimizer);
        network.Load(weights);
        using var rows = new BitRows(task, 8 * options.SamplesPerSubtask * task.Subtasks);
        rows.Reset([.. Enumerable.Repeat(8 * options.SamplesPerSubtask, task.Subtasks)]);
        FreshRows.Fill(rows, options.Seed, RandomPurpose.Samples, 0);
        var margins = new float[rows.Count];
        network.Margins(rows, margins);
        var chosen = Enumerable.Range(0, task.Subtasks).SelectMany(subtask => Learned(rows, margins, subtask, options)).ToArray();
        if (chosen.Length == 0)
            throw new ArgumentException($"The network has learned no subtask: none has {options.SamplesPerSubtask} samples with a loss below {options.GreatestLoss} nats.");
        return new ParityGradients(UnitGradients(network, rows, chosen, task.ControlBits, options.Part), [.. chosen.Select(row => rows.SubtaskOf[row])],
            [.. chosen.Select(row => BitsSetOf(rows, row))]);
    }

    public void Dispose() => Gradients.Dispose();

    private static int[] Learned(BitRows rows, float[] margins, int subtask, ParityGradientOptions options)
    {
        var right = Enumerable.Range(rows.Starts[subtask], rows.Starts[subtask + 1] - rows.Starts[subtask])
            .Where(row => CrossEntropy.Loss(margins[row]) < options.GreatestLoss).Take(options.SamplesPerSubtask).ToArray();
        return right.Length == options.SamplesPerSubtask ? right : [];
    }

    private static int BitsSetOf(BitRows rows, int row)
    {
        var count = 0;
        foreach (var bit in rows.Task.Subset(rows.SubtaskOf[row]))
            if (rows.Bit(row, bit)) count++;
        return count;
    }

    private static Matrix UnitGradients(PlainNetwork network, BitRows rows, int[] chosen, int controls, GradientPart part)
    {
        var ranges = part.Ranges(network.Shape, controls);
        var whole = new float[network.Shape.ParameterCount];
        var matrix = new Matrix(chosen.Length, ranges.Sum(range => range.Length));
        for (var i = 0; i < chosen.Length; i++)
        {
            network.Gradient(rows, chosen[i], whole);
            var row = matrix.Row(i);
            var next = 0;
            foreach (var (first, length) in ranges)
            {
                whole.AsSpan(first, length).CopyTo(row[next..]);
                next += length;
            }
            ScaleToUnit(row);
        }
        return matrix;
    }

    /// <summary>Divides by the greatest element first: the squares of a very small loss's gradient would underflow. A gradient of 0 stays 0.</summary>
    private static void ScaleToUnit(Span<float> row)
    {
        var greatest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(row));
        if (greatest == 0) return;
        TensorPrimitives.Divide(row, greatest, row);
        TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
    }
}

/// <summary>Which gradients are taken for discovery on a case with a known answer.</summary>
public sealed record ParityGradientOptions
{
    public int SamplesPerSubtask { get; init; } = 20;

    /// <summary>Nats: the threshold of quanta discovery.</summary>
    public double GreatestLoss { get; init; } = 0.1;

    public GradientPart Part { get; init; } = GradientPart.WithoutControls;

    public ulong Seed { get; init; }
}

/// <summary>Which parameters' gradients are compared.</summary>
public enum GradientPart
{
    /// <summary>All but the control bits' weights. The weights of the data bits carry each sample's own bits, which say nothing of its subtask.</summary>
    WithoutControls,

    /// <summary>All but the first layer: what discovery in language models does, where the embeddings are left out.</summary>
    WithoutInputLayer,

    /// <summary>Every parameter.</summary>
    All,

    /// <summary>The control bits' weights alone. They name the subtask outright: gradients of different subtasks are orthogonal, which checks the method
    /// rather than the model.</summary>
    ControlsOnly,
}

/// <summary>Where the parts lie among a network's parameters.</summary>
internal static class GradientParts
{
    /// <summary>Ranges (first, length) of parameters, ascending.</summary>
    /// <param name="part">Which part.</param>
    /// <param name="shape">The network's.</param>
    /// <param name="controls">Control bits, the first inputs.</param>
    public static IReadOnlyList<(int First, int Length)> Ranges(this GradientPart part, NetworkShape shape, int controls)
    {
        var (inputs, all) = (shape.Inputs, (int)shape.ParameterCount);
        var weights = shape.Width * inputs;
        var afterInputs = weights + shape.Width;
        IEnumerable<(int, int)> OfEachUnit(int first, int length) => Enumerable.Range(0, shape.Width).Select(unit => (unit * inputs + first, length));
        return part switch
        {
            GradientPart.WithoutControls => [.. OfEachUnit(controls, inputs - controls), (weights, all - weights)],
            GradientPart.WithoutInputLayer => [(afterInputs, all - afterInputs)],
            GradientPart.ControlsOnly => [.. OfEachUnit(0, controls)],
            _ => [(0, all)],
        };
    }
}
