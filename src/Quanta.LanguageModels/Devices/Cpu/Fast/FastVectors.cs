using System.Numerics;
using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>Vectors over a fast matrix product and several threads.</summary>
/// <remarks>The slices are the same for every tile, and <see cref="IMatrixProduct"/> fixes the order within one, so that an inner product does not depend on where its vectors stand
/// nor on how many there are.</remarks>
internal sealed class FastVectors(IMatrixProduct product, int threads) : CpuVectors
{
    private const int SliceLength = 1 << 14;

    private readonly GrowingMatrix _slice = new(), _left = new(), _right = new();

    public override unsafe void Sparsify(VectorRange vectors, float threshold) => ForEach(vectors, i =>
    {
        var entries = DataOf(vectors, i);
        for (var j = 0L; j < vectors.Length; j++)
            if (MathF.Abs(entries[j]) < threshold) entries[j] = 0;
    });

    public override void Dispose()
    {
        base.Dispose();
        foreach (var scratch in new[] { _slice, _left, _right }) scratch.Dispose();
    }

    protected override unsafe void NormaliseRows(VectorRange vectors, Span<double> norms)
    {
        fixed (double* results = norms)
        {
            var into = results;
            ForEach(vectors, i => into[i] = Norm.Normalise(DataOf(vectors, i), vectors.Length));
        }
    }

    protected override void AddScaled(double scale, ReadOnlySpan<float> row, Span<float> sum) => TensorPrimitives.FusedMultiplyAdd(row, (float)scale, sum, sum);

    protected override double NormOf(ReadOnlySpan<float> values) => Norm.Euclidean(values);

    protected override void MultiplyRows(VectorRange a, VectorRange b, bool absolute, Span<double> sums)
    {
        sums.Clear();
        var slice = _slice.View(a.Count, b.Count);
        for (var start = 0L; start < a.Length; start += SliceLength)
        {
            var length = (int)Math.Min(SliceLength, a.Length - start);
            var left = Read(a, start, length, absolute, _left);
            if (a == b) product.MultiplyByOwnTranspose(left, slice, threads: threads);
            else product.Multiply(left, Read(b, start, length, absolute, _right).Transposed, slice, threads: threads);
            for (var i = 0; i < a.Count; i++) Add(slice.Row(i), sums.Slice(i * b.Count, b.Count));
        }
    }

    private static MatrixView Read(VectorRange vectors, long start, int length, bool absolute, GrowingMatrix scratch)
    {
        if (!absolute) return Slice(vectors, start, length);
        var copy = scratch.View(vectors.Count, length);
        for (var i = 0; i < vectors.Count; i++) TensorPrimitives.Abs(vectors.Part(i, start, length).Span(), copy.Row(i));
        return copy;
    }

    private static void Add(ReadOnlySpan<float> values, Span<double> sums)
    {
        var j = 0;
        for (; j + Vector<float>.Count <= sums.Length; j += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[j..]), out var first, out var second);
            Span<double> low = sums[j..], high = sums[(j + Vector<double>.Count)..];
            (new Vector<double>(low) + first).CopyTo(low);
            (new Vector<double>(high) + second).CopyTo(high);
        }
        for (; j < sums.Length; j++) sums[j] += values[j];
    }

    private void ForEach(VectorRange vectors, Action<int> work) => Parallel.For(0, vectors.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
}
