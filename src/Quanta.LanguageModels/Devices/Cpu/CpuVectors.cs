using System.Runtime.InteropServices;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>Operations on vectors in the processor's memory: checks, and sketches, of which there is one way only.</summary>
internal abstract unsafe class CpuVectors : IVectorOperations
{
    private readonly TensorSketchWorkspace _workspace = new();

    public void Clear(VectorRange vectors)
    {
        for (var i = 0; i < vectors.Count; i++) NativeMemory.Clear(DataOf(vectors, i), checked((nuint)vectors.Length * sizeof(float)));
    }

    public void Normalise(VectorRange vectors, Span<double> norms)
    {
        Require(vectors.Count, norms.Length);
        NormaliseRows(vectors, norms);
    }

    public void Products(VectorRange a, VectorRange b, bool absolute, Span<double> sums)
    {
        if (a.Length != b.Length) throw new ArgumentException($"Vectors of {a.Length} and {b.Length} entries have no inner product.");
        if (a.Count > IVectorOperations.LargestTile || b.Count > IVectorOperations.LargestTile)
            throw new ArgumentException($"At most {IVectorOperations.LargestTile} vectors make a side of a tile, but {a.Count} and {b.Count} were given.");
        Require((long)a.Count * b.Count, sums.Length);
        MultiplyRows(a, b, absolute, sums);
    }

    public void Scale(DeviceMatrices values, ReadOnlySpan<double> factors)
    {
        Require(values.Count, factors.Length);
        for (var i = 0; i < factors.Length; i++)
            foreach (ref var value in values[i].Span()) value = (float)(value * factors[i]);
    }

    public void AddScaled(VectorRange addends, double scale, VectorRange sums)
    {
        const int largestPiece = 1 << 28;
        Require(addends.Count, sums.Count);
        Require(addends.Length, sums.Length);
        for (var i = 0; i < sums.Count; i++)
        {
            for (var start = 0L; start < sums.Length; start += largestPiece)
            {
                var length = (int)Math.Min(largestPiece, sums.Length - start);
                AddScaled(scale, addends.Part(i, start, length).Span(), sums.Part(i, start, length).Span());
            }
        }
    }

    public abstract void Sparsify(VectorRange vectors, float threshold);

    public void Norms(DeviceMatrices values, Span<double> norms)
    {
        Require(values.Count, norms.Length);
        for (var i = 0; i < norms.Length; i++) norms[i] = NormOf(values[i].Span());
    }

    public void AddToSketches(CountSketch sketch, long offset, DeviceMatrices pieces, DeviceMatrices sketches)
    {
        Require(pieces.Count, sketches.Count);
        for (var i = 0; i < pieces.Count; i++) sketch.Add(offset, pieces[i].Span(), sketches[i].Span());
    }

    public void AddToSketches(TensorSketch sketch, LinearFactors factors, DeviceVectors sketches, int column)
    {
        var all = Slice(sketches.Range(0, sketches.Count), column, sketch.Dimensions);
        for (int start = 0, end; start < factors.Rows.Count; start = end)
        {
            end = start + 1;
            while (end < factors.Rows.Count && factors.Rows[end].Origin == factors.Rows[start].Origin) end++;
            AddDocument(sketch, factors, start, end, all);
        }
    }

    public void AddReads(LinearFactors factors, AttentionShape heads, DeviceMatrices sums)
    {
        var (rows, gradient, input) = (factors.Rows, factors.OutputGradient.View(), factors.Input.View());
        Require(rows.Count, sums.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            for (var t = rows[i].First == rows[i].Origin ? 1 : 0; t < rows[i].Count; t++)
                AddScaled(ReadNorm(gradient.Row(rows.Offset(i) + t), heads), input.Row(rows[i].Saved + t), sums[i].Span());
        }
    }

    public virtual void Dispose() => _workspace.Dispose();

    protected abstract void NormaliseRows(VectorRange vectors, Span<double> norms);

    protected abstract void MultiplyRows(VectorRange a, VectorRange b, bool absolute, Span<double> sums);

    /// <summary>sum += scale * row.</summary>
    protected abstract void AddScaled(double scale, ReadOnlySpan<float> row, Span<float> sum);

    protected abstract double NormOf(ReadOnlySpan<float> values);

    /// <summary>Where a vector's entries lie.</summary>
    protected static float* DataOf(VectorRange vectors, int vector) => vectors.Part(vector, 0, 0).View().Data;

    /// <summary>Entries of all vectors, [vectors, length], side by side as they lie.</summary>
    protected static MatrixView Slice(VectorRange vectors, long start, int length) => new(DataOf(vectors, 0) + start, vectors.Count, length, vectors.Length, 1);

    /// <summary>Sums of one document share what is made of their inputs; they are counted from its first row, so that other documents beside it change no bit.</summary>
    private void AddDocument(TensorSketch sketch, LinearFactors factors, int start, int end, MatrixView sketches)
    {
        var (rows, gradient) = (factors.Rows, factors.OutputGradient.View());
        var (first, last) = (int.MaxValue, 0);
        for (var i = start; i < end; i++) (first, last) = (Math.Min(first, rows[i].Saved), Math.Max(last, rows[i].Saved + rows[i].Count));
        var sums = new FactorRows[end - start];
        for (var i = start; i < end; i++)
            sums[i - start] = new FactorRows(factors.Predictions.Span[i], gradient.Rows(rows.Offset(i), rows[i].Count), rows[i].Saved - first);
        sketch.Add(sums, factors.Input.Rows(first, last - first).View(), sketches, _workspace);
    }

    /// <summary>The norm of the gradient of one position's values, over all heads.</summary>
    private double ReadNorm(ReadOnlySpan<float> projections, AttentionShape heads)
    {
        var squares = 0.0;
        for (var head = 0; head < heads.KeyHeads; head++)
            squares += Math.Pow(NormOf(projections.Slice(heads.KeyColumn(head) + heads.HeadSize, heads.HeadSize)), 2);
        return Math.Sqrt(squares);
    }

    private static void Require(long expected, long given)
    {
        if (expected != given) throw new ArgumentException($"{expected} values were required, but {given} were given.");
    }
}
