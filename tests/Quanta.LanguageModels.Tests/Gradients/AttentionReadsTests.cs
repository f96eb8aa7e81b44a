using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Gradients;

public class AttentionReadsTests
{
    public static TheoryData<string, string> Kinds => DeviceCases.With([.. DecoderKinds.All.Keys]);

    /// <summary>Against the definition: the attention's inputs of a forward pass, weighted by the norms of the gradients of values, which are parts of the factors.</summary>
    [Theory, MemberData(nameof(Kinds))]
    public void Vectors_are_those_of_the_definition(string device, string name)
    {
        var shape = DecoderKinds.All[name];
        using var model = TestModels.Create(shape, DeviceRegistry.Find(device));
        var documents = TestModels.Documents(shape, 9, 2, 7);
        long[] predictions = [7, 0, 8, 12, 3];
        int[] layers = [.. Enumerable.Range(0, shape.Layers)];
        var whitening = layers.Select(_ => Whitening(shape.HiddenSize)).ToArray();
        var expected = Expected(model, documents, predictions, whitening);
        foreach (var threads in new[] { 1, 3 })
        {
            using var reads = new AttentionReads(model, layers, whitening, new() { Threads = threads });
            using var vectors = new DeviceVectors(model.Device, predictions.Length, reads.Length);
            reads.Compute(documents, predictions, vectors);
            for (var i = 0; i < predictions.Length; i++)
            {
                var actual = new float[reads.Length];
                vectors.Download(i, actual);
                Expect.AllNear(expected[i], actual, 2e-5, "sums of eight float32 vectors of one length, times a matrix, divided by their norm");
            }
        }
        foreach (var matrix in whitening) matrix.Dispose();
    }

    /// <summary>A diagonal that differs, so that a transposed or a missing product would show.</summary>
    private static Matrix Whitening(int size)
    {
        var matrix = new Matrix(size, size);
        for (var i = 0; i < size; i++) matrix[i, i] = 1 + i % 3;
        matrix[0, 1] = matrix[1, 0] = 0.5f;
        return matrix;
    }

    private static float[][] Expected(DecoderModel model, TokenDocuments documents, long[] predictions, Matrix[] whitening)
    {
        var (shape, layers) = (model.Shape, model.Shape.Layers);
        var sums = predictions.Select(_ => new double[layers, shape.HiddenSize]).ToArray();
        var sink = new Sums(model, sums);
        using var gradients = new TokenGradients(model, AttentionReads.ParametersOf(shape, [.. Enumerable.Range(0, layers)]));
        gradients.Send(documents, predictions, _ => sink);
        return [.. sums.Select(sum => Enumerable.Range(0, layers).SelectMany(layer => Unit(sum, layer, whitening[layer])).ToArray())];
    }

    private static float[] Unit(double[,] sum, int layer, Matrix whitening)
    {
        double[] product = [.. Enumerable.Range(0, whitening.Rows).Select(i => Enumerable.Range(0, whitening.Rows).Sum(j => whitening[i, j] * sum[layer, j]))];
        var norm = Math.Sqrt(product.Sum(x => x * x));
        return [.. product.Select(x => (float)(norm > 0 ? x / norm : 0))];
    }

    private sealed class Sums(DecoderModel model, double[][,] sums) : IGradientSink
    {
        public bool TakeFactors(ParameterSlice weight, LinearFactors factors)
        {
            var (layer, rows) = (weight.Parameter.Layer!.Value, factors.Rows);
            var (gradient, input, heads) = (Values(factors.OutputGradient), Values(factors.Input), model.AttentionOf(layer));
            var (width, hidden) = (factors.OutputGradient.ColumnCount, factors.Input.ColumnCount);
            for (var i = 0; i < rows.Count; i++)
            {
                for (var t = 0; t < rows[i].Count; t++)
                {
                    if (rows[i].First + t == rows[i].Origin) continue;
                    var squares = 0.0;
                    for (var head = 0; head < heads.KeyHeads; head++)
                        for (var d = 0; d < heads.HeadSize; d++) squares += Math.Pow(gradient[(rows.Offset(i) + t) * width + heads.KeyColumn(head) + heads.HeadSize + d], 2);
                    for (var k = 0; k < hidden; k++) sums[factors.Predictions.Span[i]][layer, k] += Math.Sqrt(squares) * input[(rows[i].Saved + t) * hidden + k];
                }
            }
            return true;
        }

        public void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients) => Assert.Fail("only factors were asked for");

        private float[] Values(DeviceMatrix matrix)
        {
            var values = new float[matrix.Length];
            model.Device.Download(matrix, values);
            return values;
        }
    }
}
