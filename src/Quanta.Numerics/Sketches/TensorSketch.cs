using System.Numerics;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Sketches;

/// <summary>TensorSketch (Pham and Pagh 2013) of matrices G = sum_t delta_t a_t^T, given as rows delta_t and a_t, to m dimensions: inner products are kept in
/// expectation, and G is never formed.</summary>
/// <remarks><para>The count-sketch that adds G[i, j], with sign s(i) s'(j), to place h(i) + h'(j) modulo m is the circular convolution of the count-sketches
/// of delta_t and a_t, summed over t: a product of Fourier transforms. The cost is O(T (outputs + inputs + m log m)), against O(T outputs inputs) for G.</para>
/// <para>Two deviations. Sums stay transformed: the real and imaginary parts, scaled, are the sketch turned by an orthogonal map, so every inner product is
/// that of the published sketch without its inverse transform. And places are drawn without replacement (per slab of m rows or columns), so that within a slab
/// two entries of one row or column of G never meet.</para>
/// <para>For matrices X and Y with at most m rows and columns, an inner product's estimate is unbiased with variance
/// sum over i != i', j != j' of (X[i,j]^2 Y[i',j']^2 + X[i,j] Y[i,j] X[i',j'] Y[i',j']) / (m - 1), up to a term of order 1 / m^2: at most
/// (|X|^2 |Y|^2 + (X . Y)^2) / (m - 1), as for a count-sketch of G's entries. With places drawn independently |X Y^T|^2 + |X^T Y|^2 would join the first sum,
/// which doubles it or more where rows share a direction, as activations do. Beyond m rows or columns a part of that returns: of entries in different slabs.</para>
/// <para>A row's part of the sums does not depend on the rows of other sums: bits are those of sketching each alone.</para></remarks>
public sealed unsafe class TensorSketch
{
    private readonly RowScatter _left, _right;
    private readonly RealTransform _transform;

    /// <param name="outputs">The length of delta, G's rows.</param>
    /// <param name="inputs">The length of a, G's columns.</param>
    /// <param name="dimensions">m, a power of two from 2 on.</param>
    /// <param name="seed">The same seed and stream give the same sketch.</param>
    /// <param name="stream">Distinguishes the sketches of one seed: parts of one whole sketch need different ones.</param>
    /// <exception cref="ArgumentException">A length is not positive, or m is no power of two from 2 on.</exception>
    public TensorSketch(int outputs, int inputs, int dimensions, ulong seed, ulong stream = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        if (dimensions < 2 || !BitOperations.IsPow2(dimensions))
            throw new ArgumentException($"A tensor sketch's dimensions must be a power of two from 2 on, but {dimensions} were asked for.", nameof(dimensions));
        _left = new RowScatter(outputs, dimensions, new Philox(seed, 2 * stream));
        _right = new RowScatter(inputs, dimensions, new Philox(seed, 2 * stream + 1));
        _transform = RealTransform.Of(dimensions);
    }

    public int Outputs => _left.Length;

    public int Inputs => _right.Length;

    /// <summary>The length of a sketch, m.</summary>
    public int Dimensions => _transform.Length;

    /// <summary>The count-sketch of delta.</summary>
    internal RowScatter Left => _left;

    /// <summary>The count-sketch of a.</summary>
    internal RowScatter Right => _right;

    /// <summary>Adds the sketches of several sums that share their rows a_t: each of those is transformed once.</summary>
    /// <param name="factors">The rows delta_t of each sum; Number is the row of <paramref name="sketches"/> that it is added to.</param>
    /// <param name="inputs">[rows, inputs]: the rows a_t, columns side by side.</param>
    /// <param name="sketches">[sums, m], columns side by side, changed.</param>
    /// <param name="workspace">This thread's.</param>
    /// <exception cref="ArgumentException">A shape is not the sketch's, or a sum refers to rows that are not there.</exception>
    public void Add(ReadOnlySpan<FactorRows> factors, MatrixView inputs, MatrixView sketches, TensorSketchWorkspace workspace)
    {
        Check(factors, inputs, sketches);
        var m = Dimensions;
        var zeros = workspace.Zeros(Math.Max(Outputs, Inputs)).View.Data;
        var lines = (Vector256<float>*)workspace.Lines(checked((factors.Length + 2) * m)).View.Data;
        var right = lines;
        var left = lines + m;
        var sums = lines + 2 * m;
        new Span<Vector256<float>>(sums, factors.Length * m).Clear();
        for (var start = 0; start < inputs.RowCount; start += Lanes.Count)
        {
            var isRightReady = false;
            for (var i = 0; i < factors.Length; i++)
            {
                if (factors[i].First >= start + Lanes.Count || factors[i].End <= start) continue;
                if (!isRightReady) Transform(_right, inputs, start, zeros, right);
                isRightReady = true;
                Transform(_left, factors[i].Rows, start - factors[i].First, zeros, left);
                _transform.AddProduct(left, right, sums + (long)i * m);
            }
        }
        for (var i = 0; i < factors.Length; i++) AddLanes(sums + (long)i * m, sketches.Row(factors[i].Number));
    }

    /// <summary>The transforms of rows <paramref name="start"/> to start + 7, zero where there is none.</summary>
    private void Transform(RowScatter scatter, MatrixView rows, int start, float* zeros, Vector256<float>* transforms)
    {
        var pointers = stackalloc float*[Lanes.Count];
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            var row = start + lane;
            pointers[lane] = row >= 0 && row < rows.RowCount ? rows.Data + row * rows.RowStride : zeros;
        }
        scatter.Write(pointers, transforms);
        _transform.Forward(transforms);
    }

    /// <summary>Sums over lanes, scaled so that inner products are those before the transform: every frequency but 0 and m / 2 stands for two.</summary>
    private void AddLanes(Vector256<float>* sums, Span<float> sketch)
    {
        var (single, paired) = ((float)Math.Sqrt(1.0 / Dimensions), (float)Math.Sqrt(2.0 / Dimensions));
        for (var k = 0; k < sketch.Length; k++) sketch[k] += Vector256.Sum(sums[k]) * (k < 2 ? single : paired);
    }

    private void Check(ReadOnlySpan<FactorRows> factors, MatrixView inputs, MatrixView sketches)
    {
        CheckWidth(inputs, Inputs, "inputs");
        CheckWidth(sketches, Dimensions, "dimensions");
        foreach (var factor in factors)
        {
            CheckWidth(factor.Rows, Outputs, "outputs");
            if (factor.First < 0 || factor.End > inputs.RowCount)
                throw new ArgumentException($"A sum refers to rows {factor.First} to {factor.End - 1} of the inputs, but there are {inputs.RowCount}.", nameof(factors));
            if (factor.Number < 0 || factor.Number >= sketches.RowCount)
                throw new ArgumentException($"A sum goes to sketch {factor.Number}, but there are {sketches.RowCount}.", nameof(factors));
        }
    }

    private static void CheckWidth(MatrixView rows, int width, string what)
    {
        if (rows.ColumnCount != width) throw new ArgumentException($"This sketch has {width} {what}, but a matrix of {rows.ColumnCount} columns was given.");
        if (rows.ColumnStride != 1) throw new ArgumentException("A tensor sketch needs matrices whose columns lie side by side.");
    }
}

/// <summary>One side of a sum of outer products: row t of it and row First + t of the other side, which several sums may share, make one product.</summary>
/// <param name="Number">Which sum it is, e.g. the index of a prediction.</param>
/// <param name="Rows">[T, outputs], columns side by side, e.g. the gradients of a linear map's outputs.</param>
/// <param name="First">The row of the other side that belongs to row 0.</param>
public readonly record struct FactorRows(int Number, MatrixView Rows, int First)
{
    /// <summary>One past the row of the other side that belongs to the last row.</summary>
    public int End => First + Rows.RowCount;
}

/// <summary>Memory that tensor sketches work in: one a thread, for sketches of any shape; it grows to the largest use.</summary>
public sealed class TensorSketchWorkspace : IDisposable
{
    private Matrix _lanes = new(0, 0), _absent = new(0, 0);

    /// <summary>[rows, 8], of unspecified content; it invalidates the one before.</summary>
    internal Matrix Lines(int rows) => Grow(ref _lanes, rows, Lanes.Count);

    /// <summary>A row of at least so many zeros, for lanes that no row fills.</summary>
    internal Matrix Zeros(int length) => Grow(ref _absent, 1, length);

    public void Dispose()
    {
        _lanes.Dispose();
        _absent.Dispose();
    }

    private static Matrix Grow(ref Matrix matrix, int rows, int columns)
    {
        if (matrix.Rows >= rows && matrix.Columns >= columns) return matrix;
        matrix.Dispose();
        return matrix = new Matrix(rows, columns);
    }
}
