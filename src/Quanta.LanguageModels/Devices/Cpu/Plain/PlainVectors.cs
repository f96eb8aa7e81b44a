namespace Quanta.LanguageModels.Devices.Cpu.Plain;

/// <summary>Vectors by the definitions, in float64.</summary>
internal sealed unsafe class PlainVectors : CpuVectors
{
    public override void Sparsify(VectorRange vectors, float threshold)
    {
        for (var i = 0; i < vectors.Count; i++)
            for (var j = 0L; j < vectors.Length; j++)
                if (Math.Abs(DataOf(vectors, i)[j]) < threshold) DataOf(vectors, i)[j] = 0;
    }

    protected override void NormaliseRows(VectorRange vectors, Span<double> norms)
    {
        for (var i = 0; i < vectors.Count; i++)
        {
            var entries = DataOf(vectors, i);
            var sum = 0.0;
            for (var j = 0L; j < vectors.Length; j++) sum += (double)entries[j] * entries[j];
            norms[i] = Math.Sqrt(sum);
            if (norms[i] == 0 || !double.IsFinite(norms[i])) continue;
            for (var j = 0L; j < vectors.Length; j++) entries[j] = (float)(entries[j] / norms[i]);
        }
    }

    protected override void AddScaled(double scale, ReadOnlySpan<float> row, Span<float> sum)
    {
        for (var k = 0; k < sum.Length; k++) sum[k] = (float)(sum[k] + scale * row[k]);
    }

    protected override double NormOf(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += (double)value * value;
        return Math.Sqrt(sum);
    }

    protected override void MultiplyRows(VectorRange a, VectorRange b, bool absolute, Span<double> sums)
    {
        for (var i = 0; i < a.Count; i++)
            for (var j = 0; j < b.Count; j++) sums[i * b.Count + j] = Product(DataOf(a, i), DataOf(b, j), a.Length, absolute);
    }

    private static double Product(float* x, float* y, long length, bool absolute)
    {
        var sum = 0.0;
        for (var k = 0L; k < length; k++)
        {
            var term = (double)x[k] * y[k];
            sum += absolute ? Math.Abs(term) : term;
        }
        return sum;
    }
}
