using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

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

    [Fact]
    public void Memory_that_the_processor_cannot_read_is_downloaded() => Check(TestModels.Small, new RemoteDevice(), ParameterSet.Published);

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
            sharing.Factors(documents, Predictions, () => new Former(actual));
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
    private sealed class Former(Matrix gradients) : IFactorReceiver
    {
        public void ReceiveFactors(ParameterSlice weight, ReadOnlySpan<FactorRows> factors, MatrixView inputs)
        {
            var (outputs, columns) = (weight.Parameter.RowCount, weight.Parameter.ColumnCount);
            Assert.Equal(columns, inputs.ColumnCount);
            foreach (var factor in factors)
            {
                Assert.Equal(outputs, factor.Rows.ColumnCount);
                var gradient = gradients.Row(factor.Number).Slice((int)weight.Offset, outputs * columns);
                for (var t = 0; t < factor.Rows.RowCount; t++)
                    for (var i = 0; i < outputs; i++)
                        for (var j = 0; j < columns; j++) gradient[i * columns + j] += factor.Rows[t, i] * inputs[factor.First + t, j];
            }
        }

        public void ReceiveValues(int prediction, long offset, ReadOnlySpan<float> values)
        {
            for (var i = 0; i < values.Length; i++) gradients.Row(prediction)[(int)offset + i] += values[i];
        }
    }

    /// <summary>The processor, as if its memory were out of sight.</summary>
    private sealed class RemoteDevice : IDevice
    {
        private readonly IDevice _device = DeviceRegistry.Default;

        public string Name => "remote";

        public DeviceBuffer Allocate(long length, ElementType type) => _device.Allocate(length, type);

        public DeviceBuffer? Wrap(WideMatrix matrix) => null;

        public MatrixView? View(DeviceMatrix matrix) => null;

        public void Upload(ReadOnlySpan<float> values, DeviceMatrix destination) => _device.Upload(values, destination);

        public void Download(DeviceMatrix source, Span<float> values) => _device.Download(source, values);

        public IOperations CreateOperations() => _device.CreateOperations();
    }
}
