using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests.Similarity;

/// <summary>Gradients of random numbers, which count how many of them were asked for.</summary>
internal sealed class RandomGradients : ITokenVectors
{
    private const int Piece = 1000;

    private readonly float[] _values;
    private readonly int[] _places;
    private readonly RandomGradients _whole;
    private readonly int _width;

    public RandomGradients(int count, int length)
    {
        (_whole, _width, _places) = (this, length, [.. Enumerable.Range(0, count)]);
        Length = length;
        var random = new Philox((ulong)(count * 1000 + length));
        _values = [.. Enumerable.Range(0, count * length).Select(_ => (float)random.NextGaussian())];
    }

    private RandomGradients(RandomGradients whole, int[] places)
    {
        (_whole, _values, _width, _places) = (whole, whole._values, whole._width, places);
        Length = whole.Length;
    }

    public IDevice Device => DeviceRegistry.Default;

    public string Kind => "gradients";

    public int Count => _places.Length;

    public long Length { get; }

    /// <summary>Vectors asked for.</summary>
    public double Evaluated { get; set; }

    /// <summary>Throws when so many have been asked for.</summary>
    public double FailAfter { get; set; } = double.PositiveInfinity;

    public Span<float> Row(int i) => _values.AsSpan(_places[i] * _width, _width);

    public ITokenVectors Choose(IReadOnlyList<int> chosen) => new RandomGradients(_whole, [.. chosen.Select(i => _places[i])]);

    public void Evaluate(int start, int count, DeviceVectors vectors, IStageProgress progress, CancellationToken cancellation)
    {
        AddEvaluated(count);
        for (var i = 0; i < count; i++) vectors.Upload(i, Row(start + i));
    }

    /// <summary>A thousand entries at a time.</summary>
    public void InStep(Action<VectorRange> receiver, CancellationToken cancellation)
    {
        AddEvaluated(Count);
        for (var first = 0; first < Length; first += Piece)
        {
            using var pieces = new DeviceVectors(Device, Count, Math.Min(Piece, Length - first));
            for (var i = 0; i < Count; i++) pieces.Upload(i, Row(i).Slice(first, (int)pieces.Length));
            receiver(pieces.Range(0, Count));
        }
    }

    public long InStepBytes => Count * Math.Min(Piece, Length) * sizeof(float);

    public void Dispose()
    {
    }

    private void AddEvaluated(double vectors)
    {
        _whole.Evaluated += vectors;
        if (_whole.Evaluated > _whole.FailAfter) throw new IOException("killed");
    }
}
