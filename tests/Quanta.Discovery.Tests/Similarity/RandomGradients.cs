using Quanta.Discovery.Similarity;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests.Similarity;

/// <summary>Gradients of random numbers, which count how many of them were asked for.</summary>
internal sealed class RandomGradients : IGradientSource
{
    private readonly float[] _values;

    public RandomGradients(int count, int length)
    {
        (Count, Length) = (count, length);
        var random = new Philox((ulong)(count * 1000 + length));
        _values = [.. Enumerable.Range(0, count * length).Select(_ => (float)random.NextGaussian())];
    }

    public int Count { get; }

    public int Length { get; }

    public int Evaluated { get; set; }

    public Span<float> Row(int i) => _values.AsSpan(i * Length, Length);

    public void Evaluate(int start, int count, Matrix rows, IStageProgress progress, CancellationToken cancellation)
    {
        for (var i = 0; i < count; i++)
            for (var j = 0; j < Length; j++) rows[i, j] = Row(start + i)[j];
        Evaluated += count;
    }
}
