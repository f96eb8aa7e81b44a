using Quanta.Numerics.Matrices;
using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Neighbours;

/// <summary>Vectors around directions drawn at random, and, with no direction, some that point anywhere.</summary>
internal sealed class PlantedVectors : IDisposable
{
    private readonly Matrix _rows;

    /// <param name="count">n.</param>
    /// <param name="dimensions">d.</param>
    /// <param name="clusters">Directions; vector i belongs to direction i mod (clusters + 1), the last of which is none.</param>
    /// <param name="noise">Length of what is added to a direction of length 1.</param>
    /// <param name="scale">Of all vectors.</param>
    /// <param name="seed">Names the random numbers.</param>
    /// <param name="zeros">The vectors whose number this divides are 0; none where it is 0.</param>
    public PlantedVectors(int count, int dimensions, int clusters, double noise = 0.7, double scale = 1, ulong seed = 1, int zeros = 0)
    {
        var random = new Philox(seed);
        _rows = new Matrix(count, dimensions);
        Labels = [.. Enumerable.Range(0, count).Select(i => i % (clusters + 1))];
        double[] Draw(double length) => [.. Enumerable.Range(0, dimensions).Select(_ => length / Math.Sqrt(dimensions) * random.NextGaussian())];
        double[][] directions = [.. Enumerable.Range(0, clusters).Select(_ => Draw(1)), new double[dimensions]];
        for (var i = 0; i < count; i++)
        {
            var added = Draw(noise);
            for (var j = 0; j < dimensions; j++) _rows[i, j] = zeros > 0 && i % zeros == 0 ? 0 : (float)(scale * (directions[Labels[i]][j] + added[j]));
        }
    }

    public int[] Labels { get; }

    public MatrixView View => _rows.View;

    public Matrix Matrix => _rows;

    public IVectorRows Rows => new VectorsInMemory(_rows.View);

    public void Dispose() => _rows.Dispose();
}
