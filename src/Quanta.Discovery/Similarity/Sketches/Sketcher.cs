using Quanta.Discovery.Similarity.Tiles;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Evaluates vectors chunk by chunk and keeps of each its sketch and its exact cosines with a few others.</summary>
internal sealed class Sketcher(ITokenVectors vectors, CountSketch sketch, SketchLayout layout, int[] queries, int chunkSize, int threads, TileProduct tiles)
{
    /// <summary>Fills the rows that are not there yet.</summary>
    public void Run(ISketchRows rows, IStageProgress progress, CancellationToken cancellation)
    {
        var open = Enumerable.Range(0, (vectors.Count + chunkSize - 1) / chunkSize).Where(c => !rows.IsDone(c)).ToList();
        progress.Advance(vectors.Count - open.Sum(ChunkLength) + (open.Count == 0 ? queries.Length : 0));
        if (open.Count == 0) return;

        using var audited = new Matrix(queries.Length, vectors.Length);
        UnitVectors.Evaluate(vectors.Choose(queries), 0, queries.Length, audited, threads, progress, cancellation);
        using var chunk = new Matrix(chunkSize, vectors.Length);
        using var results = new Matrix(chunkSize, layout.RowLength);
        foreach (var number in open)
        {
            var (start, count) = (number * chunkSize, ChunkLength(number));
            UnitVectors.Evaluate(vectors, start, count, chunk, threads, progress, cancellation);
            SketchRows(chunk, count, Cosines(chunk, count, audited), results);
            for (var i = 0; i < count; i++) rows.Write(start + i, results.Row(i));
            rows.Finish(number);
        }
    }

    private int ChunkLength(int chunk) => Math.Min(chunkSize, vectors.Count - chunk * chunkSize);

    /// <summary>[count, queries], row-major.</summary>
    private float[] Cosines(Matrix chunk, int count, Matrix audited) =>
        tiles.Multiply(new TileRows(new FloatRows(chunk.View), 0, count), new TileRows(new FloatRows(audited.View), 0, queries.Length)).ToArray();

    private void SketchRows(Matrix chunk, int count, float[] cosines, Matrix results) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            var sums = new float[sketch.Dimensions];
            sketch.Add(0, chunk.Row(i), sums);
            UnitVectors.Normalise(sums);
            layout.Write(sums, cosines.AsSpan(i * queries.Length, queries.Length), results.Row(i));
        });
}
