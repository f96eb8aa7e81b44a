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
        box.Operations.Embed(tokens, box.Random(5, columns), output);
        box.Operations.EmbedGradient(tokens, box.Random(rows, columns), gradient);
        return [output, gradient];
    });

    [Theory, MemberData(nameof(Devices))]
    public void LayerNorm(string device) => Check(device, 3e-6, Float32, (box, rows, columns) =>
    {
        var (output, statistics) = (box.Empty(rows, columns), box.Empty(rows, 2));
        box.Operations.LayerNorm(box.Random(rows, columns, 2, 3), box.Random(1, columns), box.Random(1, columns), 1e-5f, output, statistics);
        return columns == 1 ? [output] : [output, statistics];
    });

    [Theory, MemberData(nameof(Devices))]
    public void LayerNorm_gradients(string device) => Check(device, 2e-5, Float32, (box, rows, columns) =>
    {
        var (input, statistics) = (box.Random(rows, columns), box.Random(rows, 2, 0.1f, 0.5f));
        var (gradient, weight) = (box.Random(rows, columns), box.Random(1, columns));
        var (fresh, added, weightGradient, biasGradient) = (box.Empty(rows, columns), box.Random(rows, columns), box.Empty(1, columns), box.Empty(1, columns));
        var stack = StackedRows.Documents([rows]);
        box.Operations.LayerNormInputGradient(gradient, input, statistics, weight, stack, fresh, accumulate: false);
        box.Operations.LayerNormInputGradient(gradient, input, statistics, weight, stack, added, accumulate: true);
        box.Operations.LayerNormParameterGradient(gradient, input, statistics, weightGradient, biasGradient);
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
        box.Operations.LinearWeightGradient(gradient, input, weightGradient);
        box.Operations.LinearWeightGradient(gradient, input, added, accumulate: true);
        box.Operations.LinearBiasGradient(gradient, biasGradient);
        return [inputGradient, weightGradient, added, biasGradient];
    });

    [Theory, MemberData(nameof(Devices))]
    public void Gelu(string device) => Check(device, 4e-6, "the tanh form rounds an exponent of order 10, and its slope multiplies that by as much", (box, rows, columns) =>
    {
        var results = new List<DeviceMatrix>();
        foreach (var form in Enum.GetValues<GeluForm>())
        {
            var (output, alone, slope) = (box.Empty(rows, columns), box.Empty(rows, columns), box.Random(rows, columns, 3));
            box.Operations.Gelu(slope, form, alone, default);
            box.Operations.Gelu(slope, form, output, slope);
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
        box.Operations.MultiplyBySaved(source, segments, factors);
        box.Operations.Copy(source, copy);
        box.Operations.Clear(cleared);
        return [gathered, sums, factors, copy, cleared];
    });

    [Theory, MemberData(nameof(Devices))]
    public void CrossEntropy(string device) => Check(device, 5e-6, "losses of order 10 from logits of order 6", (box, rows, columns) =>
    {
        var results = new List<DeviceMatrix>();
        foreach (var vocabulary in new[] { columns, 700 })
        {
            var (losses, gradient) = (box.Empty(rows, 1), box.Random(rows, vocabulary, 2));
            box.Operations.CrossEntropy(box.Random(rows, 37), box.Random(vocabulary, 37), Tokens(rows, vocabulary), losses);
            box.Operations.CrossEntropyGradient(Tokens(rows, vocabulary), gradient);
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
