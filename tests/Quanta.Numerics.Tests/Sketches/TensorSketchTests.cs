using System.Runtime.Intrinsics;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;
using Quanta.Numerics.Sketches;

namespace Quanta.Numerics.Tests.Sketches;

public unsafe class TensorSketchTests
{
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 2 }, { 3, 5, 2, 4 }, { 8, 8, 8, 8 }, { 9, 17, 13, 16 }, { 20, 40, 24, 8 }, { 1, 64, 100, 64 }, { 25, 31, 65, 256 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void It_is_the_transform_of_the_count_sketch_of_the_formed_matrix(int rows, int outputs, int inputs, int dimensions)
    {
        var sketch = new TensorSketch(outputs, inputs, dimensions, seed: 3, stream: 2);
        using var delta = Gaussians(rows, outputs, 1);
        using var a = Gaussians(rows, inputs, 2);
        Expect.NearInNorm(
            Naive(sketch, delta, a), Sketch(sketch, delta, a), 3e-7 * (1 + int.Log2(dimensions)), "three transforms, each of a relative error up to 1e-7 (1 + log2 m)");
    }

    [Fact]
    public void Sums_that_share_inputs_have_the_bits_they_have_alone()
    {
        var sketch = new TensorSketch(12, 10, 32, seed: 1);
        using var inputs = Gaussians(30, 10, 1);
        using var delta = Gaussians(30, 12, 2);
        (int First, int Count)[] parts = [(0, 30), (0, 7), (29, 1), (8, 9), (0, 0), (3, 1)];
        using var together = new Matrix(parts.Length, 32);
        using var workspace = new TensorSketchWorkspace();
        sketch.Add([.. parts.Select((part, i) => new FactorRows(i, delta.Slice(part.First, part.Count), part.First))], inputs.View, together.View, workspace);
        for (var i = 0; i < parts.Length; i++)
        {
            using var alone = new Matrix(1, 32);
            sketch.Add([new FactorRows(0, delta.Slice(parts[i].First, parts[i].Count), parts[i].First)], inputs.View, alone.View, workspace);
            Assert.Equal(alone.Row(0).ToArray(), together.Row(i).ToArray());
        }
    }

    [Fact]
    public void One_row_has_the_same_bits_wherever_it_lies()
    {
        var sketch = new TensorSketch(12, 10, 32, seed: 1);
        using var inputs = Gaussians(1, 10, 1);
        using var delta = Gaussians(1, 12, 2);
        using var padded = new Matrix(21, 10);
        inputs.Row(0).CopyTo(padded.Row(13));
        using var workspace = new TensorSketchWorkspace();
        using var moved = new Matrix(1, 32);
        sketch.Add([new FactorRows(0, delta.View, 13)], padded.View, moved.View, workspace);
        Assert.Equal(Sketch(sketch, delta, inputs), moved.Row(0).ToArray());
    }

    [Fact]
    public void Streams_and_seeds_name_different_sketches()
    {
        using var delta = Gaussians(2, 20, 1);
        using var a = Gaussians(2, 20, 2);
        var first = Sketch(new TensorSketch(20, 20, 64, seed: 1), delta, a);
        Assert.Equal(first, Sketch(new TensorSketch(20, 20, 64, seed: 1), delta, a));
        Assert.NotEqual(first, Sketch(new TensorSketch(20, 20, 64, seed: 2), delta, a));
        Assert.NotEqual(first, Sketch(new TensorSketch(20, 20, 64, seed: 1, stream: 1), delta, a));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(48)]
    [InlineData(-4)]
    public void Dimensions_must_be_a_power_of_two(int dimensions) => Assert.Throws<ArgumentException>(() => new TensorSketch(4, 4, dimensions, 0));

    [Fact]
    public void Rows_that_are_not_there_and_wrong_shapes_are_refused()
    {
        var sketch = new TensorSketch(4, 6, 8, 0);
        using var delta = new Matrix(3, 4);
        using var inputs = new Matrix(3, 6);
        using var sketches = new Matrix(1, 8);
        using var workspace = new TensorSketchWorkspace();
        Refused(new FactorRows(0, delta.View, 1), inputs);
        Refused(new FactorRows(0, delta.View, -1), inputs);
        Refused(new FactorRows(1, delta.View, 0), inputs);
        Refused(new FactorRows(0, inputs.View, 0), inputs);
        Refused(new FactorRows(0, delta.View, 0), delta);
        Refused(new FactorRows(0, new Matrix(4, 3).View.Transposed, 0), inputs);

        void Refused(FactorRows factors, Matrix a) => Assert.Throws<ArgumentException>(() => sketch.Add([factors], a.View, sketches.View, workspace));
    }

    /// <summary>Forms G, adds every entry by the definition, and transforms.</summary>
    private static float[] Naive(TensorSketch sketch, Matrix delta, Matrix a)
    {
        var m = sketch.Dimensions;
        using var lines = new Matrix(m, 8);
        for (var i = 0; i < sketch.Outputs; i++)
            for (var j = 0; j < sketch.Inputs; j++)
            {
                var entry = 0.0;
                for (var t = 0; t < delta.Rows; t++) entry += (double)delta[t, i] * a[t, j];
                lines[(sketch.Left.Place(i) + sketch.Right.Place(j)) % m, 0] += (float)(entry * sketch.Left.Sign(i) * sketch.Right.Sign(j));
            }
        RealTransform.Of(m).Forward((Vector256<float>*)lines.View.Data);
        return [.. Enumerable.Range(0, m).Select(k => (float)(lines[k, 0] * Math.Sqrt((k < 2 ? 1.0 : 2.0) / m)))];
    }

    private static float[] Sketch(TensorSketch sketch, Matrix delta, Matrix a)
    {
        using var sketches = new Matrix(1, sketch.Dimensions);
        using var workspace = new TensorSketchWorkspace();
        sketch.Add([new FactorRows(0, delta.View, 0)], a.View, sketches.View, workspace);
        return sketches.Row(0).ToArray();
    }

    private static Matrix Gaussians(int rows, int columns, ulong seed)
    {
        var random = new Philox(seed);
        var matrix = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
            foreach (ref var value in matrix.Row(i)) value = (float)random.NextGaussian();
        return matrix;
    }
}
