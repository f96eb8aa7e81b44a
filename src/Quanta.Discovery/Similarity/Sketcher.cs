using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity;

/// <summary>Evaluates gradients chunk by chunk and keeps of each its sketch and its exact cosines with a few others.</summary>
internal sealed class Sketcher(IGradientSource gradients, CountSketch sketch, int[] queries, int chunkSize, int threads, TileProduct tiles)
{
    /// <summary>Fills the rows that are not there yet.</summary>
    public void Run(ISketchRows rows, IStageProgress progress, CancellationToken cancellation)
    {
        var open = Enumerable.Range(0, (gradients.Count + chunkSize - 1) / chunkSize).Where(c => !rows.IsDone(c)).ToList();
        progress.Advance(gradients.Count - open.Sum(ChunkLength) + (open.Count == 0 ? queries.Length : 0));
        if (open.Count == 0) return;

        using var audited = EvaluateQueries(progress, cancellation);
        using var chunk = new Matrix(chunkSize, gradients.Length);
        using var results = new Matrix(chunkSize, sketch.Dimensions + queries.Length);
        foreach (var number in open)
        {
            var (start, count) = (number * chunkSize, ChunkLength(number));
            UnitGradients.Evaluate(gradients, start, count, chunk, progress, cancellation);
            SketchRows(chunk, count, results);
            CompareWithQueries(chunk.Slice(0, count), audited, results);
            for (var i = 0; i < count; i++) rows.Write(start + i, results.Row(i));
            rows.Finish(number);
        }
    }

    private int ChunkLength(int chunk) => Math.Min(chunkSize, gradients.Count - chunk * chunkSize);

    private Matrix EvaluateQueries(IStageProgress progress, CancellationToken cancellation)
    {
        var audited = new Matrix(queries.Length, gradients.Length);
        using var one = new Matrix(1, gradients.Length);
        for (var q = 0; q < queries.Length; q++)
        {
            UnitGradients.Evaluate(gradients, queries[q], 1, one, progress, cancellation);
            one.Row(0).CopyTo(audited.Row(q));
        }
        return audited;
    }

    private void SketchRows(Matrix chunk, int count, Matrix results) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            var row = results.Row(i)[..sketch.Dimensions];
            row.Clear();
            sketch.Add(0, chunk.Row(i), row);
            UnitGradients.Normalise(row);
        });

    private void CompareWithQueries(MatrixView chunk, Matrix audited, Matrix results)
    {
        var cosines = tiles.Multiply(chunk, audited.View, absolute: false);
        for (var i = 0; i < chunk.RowCount; i++) cosines.Slice(i * queries.Length, queries.Length).CopyTo(results.Row(i)[sketch.Dimensions..]);
    }
}
