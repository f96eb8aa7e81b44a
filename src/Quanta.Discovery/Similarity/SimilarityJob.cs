using Quanta.Discovery.Runs;
using Quanta.Formats.Files;

namespace Quanta.Discovery.Similarity;

/// <summary>Where the results of one comparison of gradients go.</summary>
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

/// <summary>Compares gradients and writes files: the exact way or from sketches.</summary>
internal sealed class SimilarityJob(IGradientSource gradients, SimilarityFiles files, Computation computation, IStageObserver observer, CancellationToken cancellation)
{
    public void Exact()
    {
        var plan = BlockPlan.For(gradients.Count, gradients.Length, computation.MemoryBytes);
        observer.Note($"{gradients.Count:N0} gradients of {gradients.Length:N0} parameters; {plan.Describe()}.");
        using var store = Store($"{plan.BlockSize} gradients a block, {plan.ChunkSize} a chunk");
        ExactSimilarity.Compute(gradients, plan, files.AbsoluteCosine is not null, computation.Product, computation.Threads, store, observer, cancellation);
        store.Complete();
    }

    public SketchAudit Sketched(SketchOptions options)
    {
        if (files.AbsoluteCosine is not null)
            throw new ArgumentException("The similarity of absolute values cannot be sketched: absolute values are not linear. Use the exact method for it.");
        options.Validate();
        observer.Note($"{gradients.Count:N0} gradients of {gradients.Length:N0} parameters, sketched to {options.Dimensions:N0} dimensions.");
        using var rows = new PartialSketchRows(
            files.SketchRows, gradients.Count, SketchedSimilarity.RowLength(options, gradients.Count), SketchedSimilarity.PlanOf(gradients, options, computation.MemoryBytes));
        using var store = Store("sketch");
        var audit = SketchedSimilarity.Compute(
            gradients, options, computation.MemoryBytes, computation.Product, computation.Threads, rows, store, observer, cancellation);
        store.Complete();
        if (files.Audit is not null) AtomicFile.WriteText(files.Audit, RunJson.Text(audit, RunJson.Default.SketchAudit));
        observer.Note(
            $"Sketched cosines differ from exact ones by {audit.RmsError:0.0000} rms and at most {audit.MaximumError:0.0000} on {audit.Pairs:N0} pairs; "
            + $"{audit.RecallAt10:P1} of the 10 nearest neighbours are the same.");
        rows.Delete();
        return audit;
    }

    private NpySimilarityStore Store(string plan) => new(files.Cosine, files.AbsoluteCosine, gradients.Count, plan);
}
