using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Tests.Devices;

/// <summary>Every operation of every other device against the plain one, over shapes that are no multiples of a vector's width, 0 and 1 included.</summary>
public class AgreementTests
{
    private const string Float32 = "results of order 1 to 10 from sums of up to 300 float32 terms, each rounded";

    private static readonly int[] Sizes = [1, 2, 7, 8, 9, 31, 64, 100];

    public static TheoryData<string> Devices => DeviceCases.Fast;

    [Theory, MemberData(nameof(Devices))]
    public void Embedding(string device) => Check(device, 0, Float32, (box, rows, columns) =>
    {
        var tokens = Tokens(rows, 5);
        var (output, gradient) = (box.Empty(rows, columns), box.Random(5, columns));
        box.Operations.Embed(tokens, box.Random(5, columns), scale: 1, output);
        box.Operations.OfParameters.Embedding(tokens, box.Random(rows, columns), scale: 1, StackedRows.Documents([rows]), DeviceMatrices.Of(gradient));
        return [output, gradient];
    });

    [Theory, MemberData(nameof(Devices))]
    public void LayerNorm(string device) => Check(device, 3e-6, Float32, (box, rows, columns) =>
    {
        var (output, statistics) = (box.Empty(rows, columns), box.Empty(rows, 2));
        box.Operations.Norm(NormForm.Layer, box.Random(rows, columns, 2, 3), box.Random(1, columns), box.Random(1, columns), 1e-5f, output, statistics);
        return columns == 1 ? [output] : [output, statistics];
    });

    [Theory, MemberData(nameof(Devices))]
    public void LayerNorm_gradients(string device) => Check(device, 2e-5, Float32, (box, rows, columns) =>
    {
        var (input, statistics) = (box.Random(rows, columns), box.Random(rows, 2, 0.1f, 0.5f));
        var (gradient, weight) = (box.Random(rows, columns), box.Random(1, columns));
        var (fresh, added, weightGradient, biasGradient) = (box.Empty(rows, columns), box.Random(rows, columns), box.Empty(1, columns), box.Empty(1, columns));
        var stack = StackedRows.Documents([rows]);
        box.Operations.NormInputGradient(NormForm.Layer, gradient, input, statistics, weight, stack, fresh, accumulate: false);
        box.Operations.NormInputGradient(NormForm.Layer, gradient, input, statistics, weight, stack, added, accumulate: true);
        box.Operations.OfParameters.NormWeight(gradient, input, statistics, stack, DeviceMatrices.Of(weightGradient));
        box.Operations.OfParameters.Bias(gradient, stack, DeviceMatrices.Of(biasGradient));
        return [fresh, added, weightGradient, biasGradient];
    });

    [Theory, MemberData(nameof(Devices))]
    public void Linear(string device) => Check(device, 2e-5, Float32, (box, rows, columns) =>
    {
        var (input, weight) = (box.Random(rows, 37), box.Random(columns, 37));
        var (plain, biased, added) = (box.Empty(rows, columns), box.Empty(rows, columns), box.Random(rows, columns));
        box.Operations.Linear(input, weight, default, plain);
        box.Operations.Linear(input, weight, box.Random(1, columns), biased);
        box.Operations.Linear(input, weight, box.Random(1, columns), added, accumulate: true);
        return [plain, biased, added];
    });

    [Theory, MemberData(nameof(Devices))]
    public void Linear_gradients(string device) => Check(device, 3e-5, Float32, (box, rows, columns) =>
    {
        var (gradient, input) = (box.Random(rows, columns), box.Random(rows, 37));
        var (inputGradient, weightGradient, added, biasGradient) = (box.Empty(rows, 37), box.Empty(columns, 37), box.Random(columns, 37), box.Empty(1, columns));
        box.Operations.LinearInputGradient(gradient, box.Random(columns, 37), inputGradient);
        var stack = StackedRows.Documents([rows]);
        box.Operations.OfParameters.LinearWeight(gradient, input, stack, DeviceMatrices.Of(weightGradient));
        box.Operations.OfParameters.LinearWeight(gradient, input, stack, DeviceMatrices.Of(added), accumulate: true);
        box.Operations.OfParameters.Bias(gradient, stack, DeviceMatrices.Of(biasGradient));
        return [inputGradient, weightGradient, added, biasGradient];
    });

    [Theory, MemberData(nameof(Devices))]
    public void Gelu(string device) => Check(device, 4e-6, "the tanh form rounds an exponent of order 10, and its slope multiplies that by as much", (box, rows, columns) =>
    {
        var results = new List<DeviceMatrix>();
        foreach (var form in Enum.GetValues<ActivationFunction>())
        {
            var (output, alone, slope) = (box.Empty(rows, columns), box.Empty(rows, columns), box.Random(rows, columns, 3));
            box.Operations.Activate(form, slope, alone, default);
            box.Operations.Activate(form, slope, output, slope);
            Assert.Equal(box.Values(alone), box.Values(output));
            results.AddRange([output, slope]);
        }
        return [.. results];
    });

    [Theory, MemberData(nameof(Devices))]
    public void Moves(string device) => Check(device, 0, "nothing is rounded", (box, rows, columns) =>
    {
        var segments = new StackedRows(new RowSegment(0, rows - 1, 1, 0), new RowSegment(0, 0, rows, 0));
        var (source, gathered, sums, factors) = (box.Random(rows, columns), box.Empty(rows + 1, columns), box.Random(2 * rows, columns), box.Random(rows + 1, columns));
        var (copy, cleared) = (box.Empty(rows, columns), box.Empty(rows, columns));
        box.Operations.Gather(source, segments, gathered);
        box.Operations.AddToReach(gathered, segments, sums);
        box.Operations.ActivationGradient(source, segments, factors, factors);
        box.Operations.Copy(source, copy);
        box.Operations.Clear(cleared);
        return [gathered, sums, factors, copy, cleared];
    });

    [Theory, MemberData(nameof(Devices))]
    public void RootMeanSquare_norms(string device) => Check(device, 2e-5, Float32, (box, rows, columns) =>
    {
        var (output, statistics, passed, weightGradient) = (box.Empty(rows, columns), box.Empty(rows, 2), box.Empty(rows, columns), box.Empty(1, columns));
        var (input, weight, gradient) = (box.Random(rows, columns, 2, 3), box.Random(1, columns), box.Random(rows, columns));
        box.Operations.Norm(NormForm.RootMeanSquare, input, weight, default, 1e-5f, output, statistics);
        box.Operations.NormInputGradient(NormForm.RootMeanSquare, gradient, input, statistics, weight, StackedRows.Documents([rows]), passed, accumulate: false);
        box.Operations.OfParameters.NormWeight(gradient, input, statistics, StackedRows.Documents([rows]), DeviceMatrices.Of(weightGradient));
        return [output, statistics, passed, weightGradient];
    });

    [Theory, MemberData(nameof(Devices))]
    public void Gated_activations(string device) => Check(device, 4e-6, "as without a gate, times a value of order 1", (box, rows, columns) =>
    {
        var results = new List<DeviceMatrix>();
        foreach (var activation in Enum.GetValues<ActivationFunction>())
        {
            var (input, output, alone) = (box.Random(rows, 2 * columns, 3), box.Empty(rows, columns), box.Empty(rows, columns));
            box.Operations.Activate(activation, input, alone, default);
            box.Operations.Activate(activation, input, output, input);
            var passed = box.Empty(rows, 2 * columns);
            box.Operations.ActivationGradient(input, StackedRows.Documents([rows]), box.Random(rows, columns), passed);
            results.AddRange([output, alone, input, passed]);
        }
        return [.. results];
    });

    [Theory, MemberData(nameof(Devices))]
    public void Capped_logits_with_a_bias(string device) => Check(device, 1e-5, "losses of order 10 from capped logits of order 6", (box, rows, columns) =>
    {
        var (losses, gradient, again, capped) = (box.Empty(rows, 1), box.Random(rows, columns + 1, 6), box.Empty(rows, 1), box.Random(rows, columns, 30));
        var output = new OutputMap(box.Random(columns + 1, 5), box.Random(1, columns + 1), Cap: 4);
        box.Operations.CrossEntropy(box.Random(rows, 5, 2), output, Tokens(rows, columns + 1), losses);
        box.Operations.CrossEntropyGradient(Tokens(rows, columns + 1), cap: 4, scale: 0.5f, gradient, again);
        box.Operations.Cap(4, capped);
        return [losses, gradient, again, capped];
    });

    [Theory, MemberData(nameof(Devices))]
    public void CrossEntropy(string device) => Check(device, 5e-6, "losses of order 10 from logits of order 6", (box, rows, columns) =>
    {
        var results = new List<DeviceMatrix>();
        foreach (var vocabulary in new[] { columns, 700 })
        {
            var (losses, gradient) = (box.Empty(rows, 1), box.Random(rows, vocabulary, 2));
            box.Operations.CrossEntropy(box.Random(rows, 37), new(box.Random(vocabulary, 37), default, Cap: 0), Tokens(rows, vocabulary), losses);
            box.Operations.CrossEntropyGradient(Tokens(rows, vocabulary), cap: 0, scale: 1, gradient, losses: default);
            results.AddRange([losses, gradient]);
        }
        return [.. results];
    });

    private static int[] Tokens(int count, int vocabulary) => [.. Enumerable.Range(0, count).Select(i => i * 31 % vocabulary)];

    /// <summary>Runs the operation on both devices for every shape and compares the results.</summary>
    private static void Check(string device, double tolerance, string because, Func<Sandbox, int, int, DeviceMatrix[]> run)
    {
        foreach (var rows in Sizes)
        {
            foreach (var columns in Sizes)
            {
                using var oracle = new Sandbox(DeviceCases.Oracle);
                using var tested = new Sandbox(DeviceRegistry.Find(device));
                var expected = run(oracle, rows, columns);
                var actual = run(tested, rows, columns);
                for (var i = 0; i < expected.Length; i++) Compare.Near(oracle.Values(expected[i]), tested.Values(actual[i]), tolerance, because);
            }
        }
    }
}
