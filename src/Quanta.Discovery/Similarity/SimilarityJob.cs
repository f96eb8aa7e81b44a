using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Discovery.Similarity.Tiles;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.Formats.Files;

namespace Quanta.Discovery.Similarity;

/// <summary>Where the results of one comparison go.</summary>
/// <param name="Cosine">The .npy file of the cosines, float32 [n, n].</param>
/// <param name="AbsoluteCosine">The .npy file of the cosines of absolute values, or null.</param>
/// <param name="Audit">The JSON file of a sketch's measured error, or null.</param>
public sealed record SimilarityFiles(string Cosine, string? AbsoluteCosine = null, string? Audit = null)
{
    internal string SketchRows => Cosine + ".sketch";

    /// <summary>Deletes what an interrupted job left.</summary>
    internal void DiscardUnfinished()
    {
        NpySimilarityStore.Discard(Cosine, AbsoluteCosine);
        PartialArray.Discard(SketchRows);
    }
}

/// <summary>Compares vectors and writes files: the exact way or from sketches.</summary>
internal sealed class SimilarityJob(ITokenVectors vectors, SimilarityFiles files, Computation computation, IStageObserver observer, CancellationToken cancellation)
{
    /// <summary>What is left for vectors.</summary>
    private readonly long _memoryBytes = Math.Max(computation.MemoryBytes - vectors.WorkspaceBytes, 0);

    public void Exact()
    {
        var plan = BlockPlan.For(vectors.Count, vectors.Length, _memoryBytes);
        observer.Note($"{vectors.Count:N0} {vectors.Kind} of {vectors.Length:N0} entries; {plan.Describe()}.");
        using var store = Store($"{plan.BlockSize} {vectors.Kind} a block, {plan.ChunkSize} a chunk");
        ExactSimilarity.Compute(vectors, plan, files.AbsoluteCosine is not null, computation.Product, computation.Threads, store, observer, cancellation);
        store.Complete();
    }

    public SketchAudit Sketched(SketchOptions options)
    {
        if (files.AbsoluteCosine is not null)
            throw new ArgumentException("The similarity of absolute values cannot be sketched: absolute values are not linear. Use the exact method for it.");
        options.Validate();
        observer.Note($"{vectors.Count:N0} {vectors.Kind} of {vectors.Length:N0} entries, sketched to {options.Dimensions:N0} dimensions.");
        using var rows = new PartialSketchRows(
            files.SketchRows, vectors.Count, options.LayoutFor(vectors.Count).RowLength, SketchedSimilarity.PlanOf(vectors, options, _memoryBytes));
        using var store = Store("sketch");
        var audit = SketchedSimilarity.Compute(
            vectors, options, _memoryBytes, computation.Product, computation.Threads, rows, store, observer, cancellation);
        store.Complete();
        if (files.Audit is not null) AtomicFile.WriteText(files.Audit, RunJson.Text(audit, RunJson.Default.SketchAudit));
        observer.Note(
            $"Sketched cosines differ from exact ones by {audit.RmsError:0.0000} rms and at most {audit.MaximumError:0.0000} on {audit.Pairs:N0} pairs; "
            + $"{audit.RecallAt10:P1} of the 10 nearest neighbours are the same.");
        rows.Delete();
        return audit;
    }

    private NpySimilarityStore Store(string plan) => new(files.Cosine, files.AbsoluteCosine, vectors.Count, plan);
}
