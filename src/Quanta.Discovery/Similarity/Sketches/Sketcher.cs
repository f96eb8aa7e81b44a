using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Makes sketches chunk by chunk and keeps each with its exact cosines with a few other vectors.</summary>
internal sealed class Sketcher(ITokenVectors vectors, ISketchMaker maker, SketchOptions options, int[] queries, int chunkSize, int threads)
{
    private readonly SketchLayout _layout = options.LayoutFor(vectors.Count);

    /// <summary>How many vectors are evaluated in all.</summary>
    public long Evaluations => queries.Length + vectors.Count + (maker.Kind == SketchKind.Tensor ? maker.ComparedCount : 0);

    /// <summary>Fills the rows that are not there yet.</summary>
    public void Run(ISketchRows rows, IStageProgress progress, CancellationToken cancellation)
    {
        var open = Enumerable.Range(0, (vectors.Count + chunkSize - 1) / chunkSize).Where(c => !rows.IsDone(c)).ToList();
        progress.Advance(vectors.Count - open.Sum(ChunkLength) + (open.Count == 0 ? queries.Length : 0));
        if (open.Count == 0) return;

        using var audited = new Matrix(queries.Length, vectors.Length);
        UnitVectors.Evaluate(vectors.Choose(queries), 0, queries.Length, audited, threads, progress, cancellation);
        maker.Prepare(audited);
        using var sketches = new Matrix(chunkSize, options.Dimensions);
        using var cosines = new Matrix(chunkSize, queries.Length);
        foreach (var number in open)
        {
            maker.Make(number * chunkSize, ChunkLength(number), audited, sketches, cosines, progress, cancellation);
            Keep(number, sketches, cosines, rows);
        }
    }

    private int ChunkLength(int chunk) => Math.Min(chunkSize, vectors.Count - chunk * chunkSize);

    private void Keep(int chunk, Matrix sketches, Matrix cosines, ISketchRows rows)
    {
        var row = new float[_layout.RowLength];
        for (var i = 0; i < ChunkLength(chunk); i++)
        {
            UnitVectors.Normalise(sketches.Row(i));
            _layout.Write(sketches.Row(i), cosines.Row(i), row);
            rows.Write(chunk * chunkSize + i, row);
        }
        rows.Finish(chunk);
    }
}
