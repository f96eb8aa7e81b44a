using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;
using Quanta.Numerics.Sketches;

namespace Quanta.Numerics.Tests.Sketches;

/// <summary>Errors of inner products and cosines against theory.</summary>
public class TensorSketchErrorTests
{
    /// <summary>Over many seeds the estimate is unbiased with exactly the variance that <see cref="TensorSketch"/> states, although all rows share a direction.</summary>
    [Fact]
    public void Inner_products_are_unbiased_with_the_variance_of_theory()
    {
        const int rows = 4, outputs = 20, inputs = 24, dimensions = 32, seeds = 3000;
        using var left = Rows(2 * rows, outputs, 1);
        using var right = Rows(2 * rows, inputs, 2);
        var (x, y) = (Form(left, right, 0, rows), Form(left, right, rows, rows));
        using var workspace = new TensorSketchWorkspace();
        var errors = Enumerable.Range(0, seeds).Select(seed =>
        {
            using var sketches = new Matrix(2, dimensions);
            new TensorSketch(outputs, inputs, dimensions, (ulong)seed).Add(
                [new(0, left.Slice(0, rows), 0), new(1, left.Slice(rows, rows), rows)], right.View, sketches.View, workspace);
            return FactoredGradient.Dot(sketches.Row(0), sketches.Row(1)) - Sum(x, y, (i, j) => x[i, j] * y[i, j]);
        }).ToArray();
        var theory = Variance(x, y, dimensions);
        Expect.Near(0, errors.Average() / Math.Sqrt(theory / seeds), 5, "five standard errors of the mean");
        Expect.Near(1, errors.Average(e => e * e) / theory, 0.15, "five standard errors of a variance, sqrt(2 / seeds) for errors that are nearly normal, and slightly more");
    }

    /// <summary>Twelve layers of 128 x 128, a segment each: 768, 3,072 and 12,288 dimensions together.</summary>
    [Theory]
    [InlineData(1, RowWeights.Flat)]
    [InlineData(16, RowWeights.Decaying)]
    [InlineData(16, RowWeights.Flat)]
    public void Cosines_err_as_theory_says(int rows, RowWeights weights)
    {
        const int pairs = 50, seeds = 4;
        int[] segments = [64, 256, 1024];
        using var workspace = new TensorSketchWorkspace();
        var (squares, theory) = (new double[segments.Length], 0.0);
        for (var pair = 0; pair < pairs; pair++)
        {
            var (x, y) = FactoredGradient.Pair(rows, weights, (ulong)pair);
            using (x)
            using (y)
            {
                var exact = FactoredGradient.Dot(x, y) / Math.Sqrt(FactoredGradient.Dot(x, x) * FactoredGradient.Dot(y, y));
                theory += Math.Pow(1 - exact * exact, 2) / pairs;
                for (var i = 0; i < segments.Length; i++)
                    for (var seed = 0; seed < seeds; seed++)
                    {
                        var sketch = Whole(segments[i], (ulong)(seeds * pair + seed));
                        squares[i] += Math.Pow(Cosine(x.Sketch(sketch, workspace), y.Sketch(sketch, workspace)) - exact, 2) / (pairs * seeds);
                    }
            }
        }
        for (var i = 0; i < segments.Length; i++)
        {
            var excess = segments[i] < FactoredGradient.Width ? 0.25 : 0;
            Expect.Near(1 + excess / 2, Math.Sqrt(squares[i] / theory * FactoredGradient.Layers * segments[i]), 0.2 + excess / 2,
                "(1 - c^2)^2 / m is the variance of a cosine; a root mean square of 200 has a standard error of 5 to 6 %; matrices wider than a segment err more");
        }
    }

    private static TensorSketch[] Whole(int segment, ulong seed) =>
        [.. Enumerable.Range(0, FactoredGradient.Layers).Select(layer => new TensorSketch(FactoredGradient.Width, FactoredGradient.Width, segment, seed, (ulong)layer))];

    private static double Cosine(float[] x, float[] y) =>
        FactoredGradient.Dot(x, y) / Math.Sqrt(FactoredGradient.Dot(x, x) * FactoredGradient.Dot(y, y));

    /// <summary>By the definition, over all pairs of entries that differ in row and column, with the term of order 1 / m^2: the entries' two other corners
    /// meet as well with probability 1 / (m - 1)^2, namely where rows and columns both lie half the sketch apart.</summary>
    private static double Variance(double[,] x, double[,] y, int m) => Sum(x, y, (i, j) => Sum(x, y, (k, l) => i == k || j == l ? 0 :
        x[i, j] * y[k, l] * ((x[i, j] * y[k, l] + x[k, l] * y[i, j]) / (m - 1) + (x[k, j] * y[i, l] + x[i, l] * y[k, j]) / ((m - 1.0) * (m - 1)))));

    private static double Sum(double[,] x, double[,] y, Func<int, int, double> term)
    {
        var sum = 0.0;
        for (var i = 0; i < x.GetLength(0); i++)
            for (var j = 0; j < y.GetLength(1); j++) sum += term(i, j);
        return sum;
    }

    private static double[,] Form(Matrix left, Matrix right, int start, int count)
    {
        var formed = new double[left.Columns, right.Columns];
        for (var t = start; t < start + count; t++)
            for (var i = 0; i < left.Columns; i++)
                for (var j = 0; j < right.Columns; j++) formed[i, j] += (double)left[t, i] * right[t, j];
        return formed;
    }

    /// <summary>Gaussian rows around one common direction, as activations are.</summary>
    private static Matrix Rows(int count, int columns, ulong seed)
    {
        var random = new Philox(seed);
        var common = Enumerable.Range(0, columns).Select(_ => random.NextGaussian()).ToArray();
        var matrix = new Matrix(count, columns);
        for (var t = 0; t < count; t++)
            for (var i = 0; i < columns; i++) matrix[t, i] = (float)(common[i] + 0.5 * random.NextGaussian());
        return matrix;
    }
}
