using Quanta.Discovery.Similarity.Tiles;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Count-sketches of vectors that are evaluated whole; all of them are compared.</summary>
internal sealed class CountSketchMaker(ITokenVectors vectors, SketchOptions options, int chunkSize, int threads, TileProduct tiles) : ISketchMaker
{
    private readonly CountSketch _sketch = new(vectors.Length, options.Dimensions, options.Seed);
    private readonly Matrix _chunk = new(chunkSize, vectors.Length);

    public SketchKind Kind => SketchKind.Count;

    public int ComparedCount => vectors.Count;

    public bool IsCompared(int token) => true;

    public void Prepare(Matrix audited)
    {
    }

    public void Make(int start, int count, Matrix audited, Matrix sketches, Matrix cosines, IStageProgress progress, CancellationToken cancellation)
    {
        UnitVectors.Evaluate(vectors, start, count, _chunk, threads, progress, cancellation);
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            sketches.Row(i).Clear();
            _sketch.Add(0, _chunk.Row(i), sketches.Row(i));
        });
        tiles.Multiply(new TileRows(new FloatRows(_chunk.View), 0, count), new TileRows(new FloatRows(audited.View), 0, audited.Rows), cosines, 0);
    }

    public void Dispose() => _chunk.Dispose();
}
