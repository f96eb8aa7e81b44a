using Quanta.Numerics.Sketches;
using Quanta.Numerics.Tests.Sketches;

namespace Quanta.Sketches.Benchmarks;

/// <summary>Errors of cosines on planted gradients: twelve layers of 128 x 128, a segment each.</summary>
internal static class PlantedErrors
{
    private const int Pairs = 200;

    public static void Write(TextWriter output, TextWriter progress)
    {
        output.WriteLine($"""
            ## Errors of cosines, planted gradients

            Root mean square error over {Pairs} pairs of gradients of 12 layers of 128 x 128 with Gaussian factors of T rows, whose correlation is drawn from [0, 1)
            for each pair; a new sketch for each pair; TensorSketch has a segment a layer. Theory: (1 - c^2) / sqrt(m). "decaying": row t of delta weighs 0.7^t.

            | factors | dimensions | TensorSketch | CountSketch | theory |
            | --- | ---: | ---: | ---: | ---: |
            """);
        foreach (var (rows, weights, name) in new[] { (1, RowWeights.Flat, "T = 1"), (16, RowWeights.Decaying, "T = 16, decaying"), (16, RowWeights.Flat, "T = 16, flat") })
            foreach (var dimensions in new[] { 768, 3072, 12_288 })
            {
                progress.WriteLine($"{name}, {dimensions} dimensions");
                var pairs = Enumerable.Range(0, Pairs).Select(pair => Errors(rows, weights, dimensions, (ulong)pair)).ToArray();
                output.WriteLine($"| {name} | {dimensions} | {Rms(pairs, e => e.Tensor):F4} | {Rms(pairs, e => e.Count):F4} | {Rms(pairs, e => e.Theory):F4} |");
            }
        output.WriteLine();
    }

    private static double Rms<T>(IEnumerable<T> items, Func<T, double> error) => Math.Sqrt(items.Average(item => Math.Pow(error(item), 2)));

    private static (double Tensor, double Count, double Theory) Errors(int rows, RowWeights weights, int dimensions, ulong seed)
    {
        using var workspace = new TensorSketchWorkspace();
        var (x, y) = FactoredGradient.Pair(rows, weights, seed);
        using (x)
        using (y)
        {
            var (formedX, formedY) = (x.Form(), y.Form());
            var exact = Cosine(formedX, formedY);
            TensorSketch[] segments = [.. Enumerable.Range(0, FactoredGradient.Layers).Select(Segment)];
            var flat = new CountSketch(formedX.Length, dimensions, seed);
            var (flatX, flatY) = (new float[dimensions], new float[dimensions]);
            flat.Add(0, formedX, flatX);
            flat.Add(0, formedY, flatY);
            return (Cosine(x.Sketch(segments, workspace), y.Sketch(segments, workspace)) - exact, Cosine(flatX, flatY) - exact, (1 - exact * exact) / Math.Sqrt(dimensions));
        }

        TensorSketch Segment(int layer) =>
            new(FactoredGradient.Width, FactoredGradient.Width, dimensions / FactoredGradient.Layers, seed, (ulong)layer);
    }

    private static double Cosine(float[] x, float[] y) =>
        FactoredGradient.Dot(x, y) / Math.Sqrt(FactoredGradient.Dot(x, x) * FactoredGradient.Dot(y, y));
}
