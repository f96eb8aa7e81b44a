using Quanta.Discovery.Similarity.Tiles;
using Quanta.Discovery.Similarity.Vectors;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Makes sketch makers, and says how much they do at a time.</summary>
internal static class SketchMakers
{
    private const int LargestChunk = 64;

    public static ISketchMaker For(ITokenVectors vectors, SketchOptions options, int chunkSize, int threads, TileProduct tiles) =>
        KindFor(vectors, options) == SketchKind.Tensor
            ? new TensorSketchMaker((ModelGradients)vectors, options, threads, tiles)
            : new CountSketchMaker(vectors, options, chunkSize, threads, tiles);

    /// <summary>How many sketches are made at a time within the memory.</summary>
    /// <exception cref="ArgumentException">Not even one.</exception>
    public static int ChunkSize(ITokenVectors vectors, SketchOptions options, long memoryBytes)
    {
        var vectorBytes = (long)vectors.Length * sizeof(float);
        var isTensor = KindFor(vectors, options) == SketchKind.Tensor;
        var sketchBytes = (long)vectors.Count * options.LayoutFor(vectors.Count).RowLength * sizeof(float);
        var fixedBytes = sketchBytes + (Math.Min(options.AuditedVectors, vectors.Count) + (isTensor ? TensorSketchMaker.FormedAtOnce : 0)) * vectorBytes;
        var chunk = (memoryBytes - fixedBytes) / (isTensor ? options.Dimensions * sizeof(float) : vectorBytes);
        if (chunk >= 1) return (int)Math.Min(chunk, LargestChunk);
        throw new ArgumentException(
            $"Sketches of {options.Dimensions:N0} dimensions of {vectors.Count:N0} {vectors.Kind}, and {options.AuditedVectors} {vectors.Kind} to audit them, need "
            + $"{(fixedBytes + vectorBytes) / 1e9:0.##} GB, but the memory limit leaves {memoryBytes / 1e9:0.##} GB for them. Raise --memory or lower --dimensions or --audited.", nameof(memoryBytes));
    }

    /// <exception cref="ArgumentException">The vectors have no factors.</exception>
    private static SketchKind KindFor(ITokenVectors vectors, SketchOptions options)
    {
        if (options.Kind == SketchKind.Tensor && vectors is not ModelGradients)
            throw new ArgumentException($"A tensor sketch is made from the factors of gradients, which {vectors.Kind} do not have. Use a count-sketch.");
        return options.Kind;
    }
}
