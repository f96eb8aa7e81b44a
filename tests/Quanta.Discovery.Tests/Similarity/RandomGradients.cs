using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests.Similarity;

/// <summary>Gradients of random numbers, which count how many of them were asked for.</summary>
internal sealed class RandomGradients : ITokenVectors
{
    private readonly float[] _values;
    private readonly RandomGradients? _whole;

    public RandomGradients(int count, int length)
    {
        (Count, Length) = (count, length);
        var random = new Philox((ulong)(count * 1000 + length));
        _values = [.. Enumerable.Range(0, count * length).Select(_ => (float)random.NextGaussian())];
    }

    private RandomGradients(RandomGradients whole, IReadOnlyList<int> chosen)
    {
        (_whole, Count, Length) = (whole, chosen.Count, whole.Length);
        _values = [.. chosen.SelectMany(i => whole.Row(i).ToArray())];
    }

    public string Kind => "gradients";

    public int Count { get; }

    public int Length { get; }

    public long WorkspaceBytes => 0;

    public int Evaluated { get; set; }

    public Span<float> Row(int i) => _values.AsSpan(i * Length, Length);

    public ITokenVectors Choose(IReadOnlyList<int> chosen) => new RandomGradients(this, chosen);

    public void Evaluate(int start, int count, Matrix rows, IStageProgress progress, CancellationToken cancellation)
    {
        for (var i = 0; i < count; i++)
            for (var j = 0; j < Length; j++) rows[i, j] = Row(start + i)[j];
        (_whole ?? this).Evaluated += count;
    }
}
