using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>Vectors divided by their Euclidean norm.</summary>
internal static class UnitVectors
{
    /// <summary>Evaluates vectors and divides each by its norm, computed in float64; one of norm 0 stays 0.</summary>
    /// <returns>The norms, [count].</returns>
    /// <exception cref="InvalidDataException">A norm is not finite.</exception>
    public static double[] Evaluate(
        ITokenVectors vectors, int start, int count, WideMatrix rows, int threads, IStageProgress progress, CancellationToken cancellation)
    {
        vectors.Evaluate(start, count, rows, progress, cancellation);
        var norms = new double[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => norms[i] = Norm.Normalise(rows, i));
        foreach (var norm in norms) RequireFinite(norm, vectors.Kind);
        return norms;
    }

    /// <exception cref="InvalidDataException">The norm is not finite.</exception>
    public static void RequireFinite(double norm, string kind)
    {
        if (!double.IsFinite(norm))
            throw new InvalidDataException($"One of the {kind} has norm {norm}. The model's weights or activations overflow float32 or hold NaN; check the checkpoint.");
    }

    /// <summary>What to say of vectors that are 0, or null where there are none.</summary>
    public static string? NoteOn(IReadOnlyCollection<int> vanishing, string kind) => vanishing.Count == 0
        ? null
        : $"{vanishing.Count:N0} of the {kind} are numerically 0, the first that of selected token {vanishing.First()}: the model is so sure of these tokens that float32 "
            + "holds nothing of their losses. They are similar to nothing.";
}

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
