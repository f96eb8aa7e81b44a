using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>Vectors of which only the large entries stay: each is divided by its norm, then entries below a threshold become 0 (the published script
/// compute_similarity_sparse_full_more; its threshold is 7e-3). Whoever compares them divides by the norm again.</summary>
/// <param name="vectors">The vectors.</param>
/// <param name="threshold">Of the entries of a unit vector, those with an absolute value below this become 0.</param>
/// <param name="threads">Threads; nothing else depends on it.</param>
internal sealed class SparseVectors(ITokenVectors vectors, float threshold, int threads) : ITokenVectors
{
    public string Kind => "sparse " + vectors.Kind;

    public int Count => vectors.Count;

    public long Length => vectors.Length;

    public ITokenVectors Choose(IReadOnlyList<int> chosen) => new SparseVectors(vectors.Choose(chosen), threshold, threads);

    public void Evaluate(int start, int count, WideMatrix rows, IStageProgress progress, CancellationToken cancellation)
    {
        UnitVectors.Evaluate(vectors, start, count, rows, threads, progress, cancellation);
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => Thin(rows, i));
    }

    public void Dispose() => vectors.Dispose();

    private void Thin(WideMatrix rows, int row)
    {
        const int largestPiece = 1 << 28;
        for (var offset = 0L; offset < rows.ColumnCount; offset += largestPiece)
            foreach (ref var entry in rows.Part(row, offset, (int)Math.Min(largestPiece, rows.ColumnCount - offset)))
                if (MathF.Abs(entry) < threshold) entry = 0;
    }
}
