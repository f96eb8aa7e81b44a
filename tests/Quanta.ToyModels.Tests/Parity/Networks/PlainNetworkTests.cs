using System.Text.Json;
using Quanta.Numerics.Optimisation;
using Quanta.Numerics.Processors;
using Quanta.Numerics.Tests.Processors;
using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Tests.Parity.Networks;

public class PlainNetworkTests
{
    private const string Golden = "tests/Quanta.ToyModels.Tests/Parity/Golden/training.json";

    [Theory]
    [InlineData("ReLU-2", Activation.ReLU, 2, 0.1)]
    [InlineData("Tanh-3", Activation.Tanh, 3, 0.0)]
    [InlineData("Sigmoid-2", Activation.Sigmoid, 2, 0.01)]
    public void Trains_as_PyTorch_does(string name, Activation activation, int depth, double decay) => AssertTrainsAsPyTorch(name, activation, depth, decay, "plain");

    [Theory]
    [InstructionSetData(InstructionSet.Avx512)]
    [InstructionSetData(InstructionSet.Avx2)]
    [InstructionSetData(InstructionSet.Portable)]
    public void Tables_train_as_PyTorch_does(InstructionSet instructions) =>
        AssertTrainsAsPyTorch("ReLU-2", Activation.ReLU, 2, 0.1, ParityNetworks.TablesName(instructions));

    private static void AssertTrainsAsPyTorch(string name, Activation activation, int depth, double decay, string implementation)
    {
        var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, Golden))).RootElement.GetProperty("cases").GetProperty(name);
        var task = new ParityTask(7, 3, [[0, 2, 5], [1, 3, 6], [2, 3, 4]], [[0], [1], [2]]);
        var shape = new NetworkShape(10, 5, depth, activation);
        using var network = ParityNetworks.Create(task, shape, new AdamW(1e-2, decay), name: implementation);
        var zeros = new float[shape.ParameterCount];
        network.Load(new NetworkState([.. Enumerable.Range(0, zeros.Length).Select(n => (float)(0.3 * Math.Sin(1.7 * n + 0.5)))], zeros, zeros, 0));
        using var batch = new BitRows(task, 20);
        var losses = expected.GetProperty("losses").EnumerateArray().Select(e => e.GetDouble()).ToArray();
        for (var step = 0; step < losses.Length; step++)
        {
            Fill(batch, step);
            Expect.Near(losses[step], network.TrainOnBatch(batch), 2e-6, "float32 losses after a dozen steps that differ in the order of sums");
        }
        var parameters = expected.GetProperty("parameters").EnumerateArray().Select(e => e.GetSingle()).ToArray();
        Expect.AllNear(parameters, network.Save().Parameters, 2e-5, "Adam divides by the gradient's size, so small gradients amplify rounding");
    }

    [Theory]
    [InlineData(Activation.ReLU, 2)]
    [InlineData(Activation.Tanh, 2)]
    [InlineData(Activation.Sigmoid, 3)]
    [InlineData(Activation.Tanh, 4)]
    public void A_gradient_is_the_slope_of_the_loss(Activation activation, int depth)
    {
        var task = Batches.Task(3, 9);
        var shape = new NetworkShape(12, 6, depth, activation);
        using var network = (PlainNetwork)Batches.Network(task, shape, "plain");
        using var batch = Batches.Fresh(task, 5);
        var gradient = new float[shape.ParameterCount];
        network.Gradient(batch, 4, gradient);
        var state = network.Save();
        for (var i = 0; i < gradient.Length; i += 7)
        {
            // Central difference: float32 losses carry 1e-7 relative error, so a step of 1e-2 leaves about 1e-5 of noise and 1e-5 of curvature.
            var slope = (LossWith(network, batch, state, i, 1e-2f) - LossWith(network, batch, state, i, -1e-2f)) / 2e-2;
            Expect.Near(slope, gradient[i], 1e-4, "central difference in float32");
        }
    }

    private static double LossWith(PlainNetwork network, BitRows batch, NetworkState state, int parameter, float change)
    {
        var moved = (float[])state.Parameters.Clone();
        moved[parameter] += change;
        network.Load(state with { Parameters = moved });
        var margins = new float[batch.Count];
        network.Margins(batch, margins);
        return CrossEntropy.Loss(margins[4]);
    }

    private static void Fill(BitRows batch, int step)
    {
        batch.Reset([9, 6, 5]);
        for (var row = 0; row < 20; row++)
        {
            var word = 0UL;
            for (var i = 0; i < 7; i++)
                word |= (ulong)((uint)((step * 7919L + row * 104729L + i * 1299709L + (long)step * row * i * 31) * 2654435761L) >> 31) << i;
            batch.SetWord(row, 0, word);
        }
        batch.Label(0, 20);
    }
}
