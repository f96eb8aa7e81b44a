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
            In brackets: how many times as fast as "formed". Sketches of the same length err alike where segments follow the maps' shares (below); of 65,536
            dimensions a map's segment has on average 4,096 with 4 layers, 2,731 with 6 (pythia-70m), 1,365 with 12, 683 with 24.

            | hidden | T | predictions | formed | {string.Join(" | ", Segments.Select(m => $"TensorSketch {m}"))} |
            | ---: | ---: | ---: | ---: |{string.Concat(Segments.Select(_ => " ---: |"))}
            """);
        var slower = new int[Segments.Length];
        foreach (var hidden in Widths)
            foreach (var length in Lengths)
                foreach (var predictions in new[] { 1, 2 })
                {
                    progress.WriteLine($"hidden {hidden}, {length} positions, {predictions} predictions");
                    var milliseconds = Milliseconds(hidden, length, predictions);
                    var (formed, sketched) = (milliseconds[0], milliseconds[1..]);
                    output.WriteLine($"| {hidden} | {length} | {predictions} | {formed:F2} | {string.Join(" | ", sketched.Select(ms => $"{ms:F2} ({formed / ms:F2})"))} |");
                    for (var i = 0; i < sketched.Length; i++)
                        if (!(sketched[i] < formed)) slower[i] = hidden;
                }
        output.WriteLine($"\n{string.Join(' ', Segments.Select((m, i) => Summary(m, slower[i])))}\n");
    }

    private static string Summary(int segment, int slower) =>
        Widths.Where(hidden => hidden > slower).Order().Cast<int?>().FirstOrDefault() is { } faster
            ? $"With segments of {segment}, TensorSketch is the faster in every row from hidden {faster} on."
            : $"With segments of {segment}, some row of every width is slower.";

    /// <summary>Formed first, then each segment's length.</summary>
    private static double[] Milliseconds(int hidden, int length, int predictions)
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
        return [.. seconds.Select(s => s * 1e3 / predictions)];

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
