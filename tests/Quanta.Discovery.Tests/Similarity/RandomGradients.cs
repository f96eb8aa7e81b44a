using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests.Similarity;

/// <summary>Gradients of random numbers, which count how many of them were asked for.</summary>
internal sealed class RandomGradients : ITokenVectors
{
    private readonly float[] _values;
    private readonly int[] _places;
    private readonly RandomGradients _whole;
    private readonly int _width, _first;

    public RandomGradients(int count, int length)
    {
        (_whole, _width, _places) = (this, length, [.. Enumerable.Range(0, count)]);
        Length = length;
        var random = new Philox((ulong)(count * 1000 + length));
        _values = [.. Enumerable.Range(0, count * length).Select(_ => (float)random.NextGaussian())];
    }

    private RandomGradients(RandomGradients whole, int[] places, int first, int length)
    {
        (_whole, _values, _width, _places, _first) = (whole, whole._values, whole._width, places, first);
        Length = length;
    }

    public string Kind => "gradients";

    public int Count => _places.Length;

    public long Length { get; }

    /// <summary>Whole vectors asked for; parts of one count as their share of its length.</summary>
    public double Evaluated { get; set; }

    /// <summary>Throws when so many have been asked for.</summary>
    public double FailAfter { get; set; } = double.PositiveInfinity;

    public Span<float> Row(int i) => _values.AsSpan(_places[i] * _width + _first, (int)Length);

    public ITokenVectors Choose(IReadOnlyList<int> chosen) => new RandomGradients(_whole, [.. chosen.Select(i => _places[i])], _first, (int)Length);

    public IEnumerable<ITokenVectors> Parts(long largest)
    {
        var step = (int)Math.Min(largest, Length);
        for (var first = 0; first < Length; first += step)
            yield return new RandomGradients(_whole, _places, _first + first, (int)Math.Min(step, Length - first));
    }

    public void Evaluate(int start, int count, WideMatrix rows, IStageProgress progress, CancellationToken cancellation)
    {
        _whole.Evaluated += (double)count * Length / _width;
        if (_whole.Evaluated > _whole.FailAfter) throw new IOException("killed");
        for (var i = 0; i < count; i++) Row(start + i).CopyTo(rows.Part(i, 0, (int)Length));
    }

    public void Dispose()
    {
    }
}
