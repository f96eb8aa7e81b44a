using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;
using Quanta.Numerics.Sketches;
using Quanta.Products.Benchmarks;

namespace Quanta.Sketches.Benchmarks;

/// <summary>The time of sketching one layer's four weight gradients: formed and count-sketched, or from their factors.</summary>
internal static class LayerTimes
{
    private const int Rounds = 3;
    private static readonly int[] Widths = [64, 128, 512, 768, 1024, 2048], Lengths = [64, 300, 1000], Segments = [1024, 2048, 4096, 8192];

    public static void Write(TextWriter output, TextWriter progress)
    {
        output.WriteLine($"""
            ## Time

            One layer of GPT-NeoX: query_key_value, dense, dense_h_to_4h and dense_4h_to_h; T positions, the same for each prediction of the document; one thread.
            Milliseconds a gradient (medians of {Rounds} rounds, all ways in each round in turn). "formed": the products delta^T a (managed) and their CountSketch
            to 65,536 dimensions. "TensorSketch m": m dimensions for each of the four; the rows of a are transformed once for all predictions.
            In brackets: how many times as fast as "formed". Sketches of the same length err alike (below), and 65,536 dimensions are segments of
            4,096 for 4 layers, 2,048 for 6 or 8 (pythia-70m: 6), 1,024 for 12 or 16, 512 for 24.

            | hidden | T | predictions | formed | {string.Join(" | ", Segments.Select(m => $"TensorSketch {m}"))} |
            | ---: | ---: | ---: | ---: |{string.Concat(Segments.Select(_ => " ---: |"))}
            """);
        foreach (var hidden in Widths)
            foreach (var length in Lengths)
                foreach (var predictions in new[] { 1, 2 })
                {
                    progress.WriteLine($"hidden {hidden}, {length} positions, {predictions} predictions");
                    output.WriteLine($"| {hidden} | {length} | {predictions} | {Row(hidden, length, predictions)} |");
                }
        output.WriteLine();
    }

    private static string Row(int hidden, int length, int predictions)
    {
        (int Outputs, int Inputs)[] shapes = [(3 * hidden, hidden), (hidden, hidden), (4 * hidden, hidden), (hidden, 4 * hidden)];
        var inputs = shapes.Select((shape, i) => Gaussians(length, shape.Inputs, (ulong)i)).ToArray();
        var deltas = shapes.Select((shape, i) => Gaussians(length * predictions, shape.Outputs, (ulong)(100 + i))).ToArray();
        using var workspace = new TensorSketchWorkspace();
        using var gradient = new Matrix(4 * hidden, hidden);
        using var formed = new Matrix(predictions, 65_536);
        var flat = new CountSketch(shapes.Sum(shape => (long)shape.Outputs * shape.Inputs), formed.Columns, seed: 1);
        var seconds = Measurement.MedianSeconds([Formed, .. Segments.Select(FromFactors)], Rounds);
        foreach (var matrix in inputs.Concat(deltas)) matrix.Dispose();
        var milliseconds = seconds.Select(s => s * 1e3 / predictions).ToArray();
        return $"{milliseconds[0]:F2} | {string.Join(" | ", milliseconds.Skip(1).Select(ms => $"{ms:F2} ({milliseconds[0] / ms:F2})"))}";

        MatrixView Delta(int shape, int prediction) => deltas[shape].Slice(prediction * length, length);

        void Formed()
        {
            for (var prediction = 0; prediction < predictions; prediction++)
            {
                var offset = 0L;
                for (var i = 0; i < shapes.Length; i++)
                {
                    var product = Shaped(gradient, shapes[i]);
                    MatrixProducts.Default.Multiply(Delta(i, prediction).Transposed, inputs[i].View, product);
                    flat.Add(offset, Flat(product), formed.Row(prediction));
                    offset += (long)shapes[i].Outputs * shapes[i].Inputs;
                }
            }
        }

        Action FromFactors(int segment)
        {
            var segments = shapes.Select((shape, i) => new TensorSketch(shape.Outputs, shape.Inputs, segment, seed: 1, (ulong)i)).ToArray();
            var sketches = new Matrix(predictions, segment);
            return () =>
            {
                for (var i = 0; i < shapes.Length; i++)
                    segments[i].Add([.. Enumerable.Range(0, predictions).Select(p => new FactorRows(p, Delta(i, p), 0))], inputs[i].View, sketches.View, workspace);
            };
        }
    }

    private static unsafe MatrixView Shaped(Matrix memory, (int Outputs, int Inputs) shape) => new(memory.View.Data, shape.Outputs, shape.Inputs, shape.Inputs, 1);

    private static unsafe ReadOnlySpan<float> Flat(MatrixView matrix) => new(matrix.Data, matrix.RowCount * matrix.ColumnCount);

    private static Matrix Gaussians(int rows, int columns, ulong seed)
    {
        var random = new Philox(seed);
        var matrix = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
            foreach (ref var value in matrix.Row(i)) value = (float)random.NextGaussian();
        return matrix;
    }
}
