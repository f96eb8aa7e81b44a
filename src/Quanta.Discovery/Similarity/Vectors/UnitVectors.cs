using Quanta.LanguageModels.Devices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>Vectors divided by their Euclidean norm.</summary>
internal static class UnitVectors
{
    /// <summary>Evaluates vectors and divides each by its norm, computed in float64; one of norm 0 stays 0.</summary>
    /// <returns>The norms, [count].</returns>
    /// <exception cref="InvalidDataException">A norm is not finite.</exception>
    public static double[] Evaluate(
        ITokenVectors tokens, int start, int count, DeviceVectors vectors, IVectorOperations operations, IStageProgress progress, CancellationToken cancellation)
    {
        tokens.Evaluate(start, count, vectors, progress, cancellation);
        return Normalise(operations, vectors.Range(0, count), tokens.Kind);
    }

    /// <summary>Divides each vector by its norm.</summary>
    /// <returns>The norms, [count].</returns>
    /// <exception cref="InvalidDataException">A norm is not finite.</exception>
    public static double[] Normalise(IVectorOperations operations, VectorRange vectors, string kind)
    {
        var norms = new double[vectors.Count];
        operations.Normalise(vectors, norms);
        foreach (var norm in norms) RequireFinite(norm, kind);
        return norms;
    }

    /// <summary>What to say of vectors that are 0, or null where there are none.</summary>
    public static string? NoteOn(IReadOnlyCollection<int> vanishing, string kind) => vanishing.Count == 0
        ? null
        : $"{vanishing.Count:N0} of the {kind} are numerically 0, the first that of selected token {vanishing.First()}: the model is so sure of these tokens that float32 "
            + "holds nothing of their losses. They are similar to nothing.";

    /// <exception cref="InvalidDataException">The norm is not finite.</exception>
    public static void RequireFinite(double norm, string kind)
    {
        if (!double.IsFinite(norm))
            throw new InvalidDataException($"One of the {kind} has norm {norm}. The model's weights or activations overflow float32 or hold NaN; check the checkpoint.");
    }
}

/// <summary>Vectors of which only the large entries stay: each is divided by its norm, then entries below a threshold become 0 (the published script
/// compute_similarity_sparse_full_more; its threshold is 7e-3). Whoever compares them divides by the norm again.</summary>
/// <param name="vectors">The vectors.</param>
/// <param name="threshold">Of the entries of a unit vector, those with an absolute value below this become 0.</param>
/// <param name="threads">Threads; nothing else depends on it.</param>
internal sealed class SparseVectors(ITokenVectors vectors, float threshold, int threads) : ITokenVectors
{
    public IDevice Device => vectors.Device;

    public string Kind => "sparse " + vectors.Kind;

    public int Count => vectors.Count;

    public long Length => vectors.Length;

    public ITokenVectors Choose(IReadOnlyList<int> chosen) => new SparseVectors(vectors.Choose(chosen), threshold, threads);

    public void Evaluate(int start, int count, DeviceVectors rows, IStageProgress progress, CancellationToken cancellation)
    {
        using var operations = Device.CreateVectorOperations(threads);
        UnitVectors.Evaluate(vectors, start, count, rows, operations, progress, cancellation);
        operations.Sparsify(rows.Range(0, count), threshold);
    }

    public void Dispose() => vectors.Dispose();
}
