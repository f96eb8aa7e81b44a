using Quanta.Formats.Numpy;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Sketches;

namespace Quanta.Sketches.Benchmarks;

/// <summary>Errors of cosines between a trained model's per-token gradients.</summary>
internal static class TrainedErrors
{
    private const int Count = 150, Seeds = 4;

    public static void Write(string modelFolder, string tokenFile, string documentFile, string predictionFile, TextWriter output, TextWriter progress)
    {
        progress.WriteLine("gradients of a trained model");
        using var model = DecoderModel.Load(modelFolder, DeviceRegistry.Default);
        var documents = new TokenDocuments(Npy.Read(tokenFile).ToInt32(), Npy.Read(documentFile).ToInt64());
        var predictions = Npy.Read(predictionFile).ToInt64()[..Count];
        var parameters = ParameterSet.Published(model.Shape).Where(parameter => parameter.Shape.Count == 2);
        using var gradients = new Matrix(Count, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters, new() { Threads = 2 });
        using (var vectors = new DeviceVectors(model.Device, Count, parameters.Length))
        {
            evaluator.Compute(documents, predictions, vectors);
            for (var i = 0; i < Count; i++) vectors.Download(i, gradients.Row(i));
        }
        var exact = Cosines(gradients);
        var shares = Shares(gradients, parameters);
        output.WriteLine($"""
            ## Errors of cosines, a trained model

            Root mean square error over the pairs of {Count} per-token gradients of a trained model ({model.Shape.Layers} layers, hidden {model.Shape.HiddenSize}; weights of
            linear maps only, {parameters.Length:N0} values) and {Seeds} sketches. Equal: the same dimensions for each map. Allocated: segments by the maps' mean shares of
            the squared norm, of which the largest of {shares.Length} is {shares.Max():P1}. Theory: (1 - c^2) / sqrt(m).

            | dimensions | TensorSketch, equal | TensorSketch, allocated | CountSketch | theory |
            | ---: | ---: | ---: | ---: | ---: |
            """);
        foreach (var dimensions in new[] { 4096, 16_384, 65_536 })
        {
            progress.WriteLine($"{dimensions} dimensions");
            var equal = shares.Select(_ => dimensions / shares.Length).ToArray();
            var allocated = SegmentAllocation.Of(shares, dimensions);
            var errors = new[] { Tensor(equal), Tensor(allocated), seed => Flat(gradients, dimensions, seed) }.Select(sketch => Error(sketch, exact));
            var theory = Math.Sqrt(Pairs().Average(pair => Math.Pow(1 - exact[pair.I, pair.J] * exact[pair.I, pair.J], 2)) / dimensions);
            output.WriteLine($"| {dimensions} | {string.Join(" | ", errors.Append(theory).Select(error => $"{error:F4}"))} |");
        }

        Func<ulong, Matrix> Tensor(int[] segments) => seed =>
        {
            using var vectors = new DeviceVectors(model.Device, Count, segments.Sum());
            using var operations = model.Device.CreateVectorOperations(threads: 1);
            operations.Clear(vectors.Range(0, Count));
            evaluator.Send(documents, predictions, worker => new Sketching(worker, parameters, segments, seed, vectors));
            var sketches = new Matrix(Count, segments.Sum());
            for (var i = 0; i < Count; i++) vectors.Download(i, sketches.Row(i));
            return sketches;
        };
    }

    private static double Error(Func<ulong, Matrix> sketch, double[,] exact)
    {
        var squares = 0.0;
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            using var sketches = sketch(seed);
            var cosines = Cosines(sketches);
            squares += Pairs().Average(pair => Math.Pow(cosines[pair.I, pair.J] - exact[pair.I, pair.J], 2)) / Seeds;
        }
        return Math.Sqrt(squares);
    }

    private static IEnumerable<(int I, int J)> Pairs() => Enumerable.Range(0, Count).SelectMany(i => Enumerable.Range(0, i).Select(j => (i, j)));

    private static Matrix Flat(Matrix gradients, int dimensions, ulong seed)
    {
        var (sketch, sketches) = (new CountSketch(gradients.Columns, dimensions, seed), new Matrix(Count, dimensions));
        for (var i = 0; i < Count; i++) sketch.Add(0, gradients.Row(i), sketches.Row(i));
        return sketches;
    }

    private static double[] Shares(Matrix gradients, ParameterSet parameters) =>
        [.. parameters.Slices.Select(slice => Enumerable.Range(0, Count).Average(i =>
            Math.Pow(Norm.Euclidean(gradients.Row(i).Slice((int)slice.Offset, (int)slice.Parameter.Length)) / Norm.Euclidean(gradients.Row(i)), 2)))];

    private static double[,] Cosines(Matrix rows)
    {
        using var products = new Matrix(rows.Rows, rows.Rows);
        MatrixProducts.Default.MultiplyByOwnTranspose(rows.View, products.View, threads: Environment.ProcessorCount);
        var cosines = new double[rows.Rows, rows.Rows];
        for (var i = 0; i < rows.Rows; i++)
            for (var j = 0; j < rows.Rows; j++) cosines[i, j] = products[i, j] / Math.Sqrt((double)products[i, i] * products[j, j]);
        return cosines;
    }

    /// <summary>Sketches each weight's factors to its segment.</summary>
    private sealed class Sketching(IVectorOperations operations, ParameterSet parameters, int[] dimensions, ulong seed, DeviceVectors sketches) : IGradientSink
    {
        private readonly Dictionary<ParameterSlice, (TensorSketch Sketch, int Offset)> _segments = parameters.Slices.Select((slice, i) =>
            (slice, new TensorSketch(slice.Parameter.RowCount, slice.Parameter.ColumnCount, dimensions[i], seed, (ulong)i), dimensions[..i].Sum()))
            .ToDictionary(segment => segment.slice, segment => (segment.Item2, segment.Item3));

        public bool TakeFactors(ParameterSlice weight, LinearFactors factors)
        {
            var (sketch, offset) = _segments[weight];
            operations.AddToSketches(sketch, factors, sketches, offset);
            return true;
        }

        public void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients) =>
            throw new InvalidOperationException("Only weights of linear maps were asked for.");
    }
}
