using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Gradients;

/// <summary>The outer products of the factors that are handed over add up to the gradients that are computed whole.</summary>
public class FactorTests
{
    private static readonly long[] Predictions = [40, 7, 18, 19, 7, 55];

    public static TheoryData<string, string> Forms => DeviceCases.With("parallel", "sequential");

    public static TheoryData<string> Devices => DeviceCases.All;

    [Theory, MemberData(nameof(Forms))]
    public void Outer_products_of_the_factors_add_up_to_the_gradient(string device, string form) =>
        Check(TestModels.Small with { ParallelResidual = form == "parallel" }, DeviceRegistry.Find(device), ParameterSet.Published);

    [Theory, MemberData(nameof(Devices))]
    public void Embeddings_come_whole(string device) => Check(TestModels.Small with { TiedEmbeddings = true }, DeviceRegistry.Find(device), ParameterSet.All);

    [Fact]
    public void A_weight_without_its_bias_and_a_bias_without_its_weight_are_told_apart() =>
        Check(TestModels.Small, DeviceRegistry.Default, config => ParameterSet.All(config).Where(p => p.Name.Contains(".dense.bias") || p.Name.Contains("_4h.weight")));

    private static void Check(DecoderShape config, IDevice device, Func<DecoderShape, ParameterSet> set)
    {
        using var model = TestModels.Create(config, device);
        var (documents, parameters) = (TestModels.Documents(config, 20, 30, 12), set(config));
        using var expected = new Matrix(Predictions.Length, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters);
        evaluator.Compute(documents, Predictions, expected);
        foreach (var options in new TokenGradientsOptions[] { new(), new() { Threads = 3 }, new() { WorkspaceBytes = 0 }, new() { Threads = 16, Recompute = true } })
        {
            using var actual = new Matrix(Predictions.Length, (int)parameters.Length);
            using var sharing = new TokenGradients(model, parameters, options);
            sharing.Send(documents, Predictions, _ => new Former(device, actual));
            for (var i = 0; i < Predictions.Length; i++)
                foreach (var slice in parameters.Slices)
                {
                    var (start, length) = ((int)slice.Offset, (int)slice.Parameter.Length);
                    Expect.NearInNorm(
                        expected.Row(i).Slice(start, length), actual.Row(i).Slice(start, length), 1e-5, "the same products summed in another order, in float32");
                }
        }
    }

    /// <summary>Forms every gradient, adding to what is there: what comes twice doubles.</summary>
    private sealed class Former(IDevice device, Matrix sums) : IGradientSink
    {
        public bool TakeFactors(ParameterSlice weight, LinearFactors factors)
        {
            var (outputs, inputs) = (Values(factors.OutputGradient), Values(factors.Input));
            var (height, width, rows) = (weight.Parameter.RowCount, weight.Parameter.ColumnCount, factors.Rows);
            Assert.Equal((height, width), (factors.OutputGradient.ColumnCount, factors.Input.ColumnCount));
            for (var p = 0; p < rows.Count; p++)
            {
                var gradient = sums.Row(factors.Predictions.Span[p]).Slice((int)weight.Offset, height * width);
                for (var t = 0; t < rows[p].Count; t++)
                    for (var i = 0; i < height; i++)
                        for (var j = 0; j < width; j++)
                            gradient[i * width + j] += outputs[(rows.Offset(p) + t) * height + i] * inputs[(rows[p].Saved + t) * width + j];
            }
            return true;
        }

        public void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients)
        {
            for (var p = 0; p < gradients.Count; p++)
            {
                var values = Values(gradients[p]);
                for (var i = 0; i < values.Length; i++) sums.Row(predictions.Span[p])[(int)slice.Offset + i] += values[i];
            }
        }

        private float[] Values(DeviceMatrix matrix)
        {
            var values = new float[matrix.Length];
            device.Download(matrix, values);
            return values;
        }
    }
}
