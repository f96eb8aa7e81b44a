using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity.Exact;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.Formats.Files;

namespace Quanta.Discovery.Similarity;

/// <summary>Where the results of one comparison go.</summary>
/// <param name="Cosine">The .npy file of the cosines, float32 [n, n].</param>
/// <param name="AbsoluteCosine">The .npy file of the cosines of absolute values, or null.</param>
/// <param name="Audit">The JSON file of a sketch's measured error, or null.</param>
/// <param name="Vectors">The .npy file of the vectors, float32 [n, d], where these are kept and not compared.</param>
public sealed record SimilarityFiles(string Cosine, string? AbsoluteCosine = null, string? Audit = null, string? Vectors = null)
{
    internal string SketchRows => Cosine + ".sketch";

    /// <summary>Deletes the lists of units of whole files, which nobody records.</summary>
    internal void ForgetUnits()
    {
        PartialArray.Forget(Cosine);
        if (AbsoluteCosine is not null) PartialArray.Forget(AbsoluteCosine);
    }

    /// <summary>Deletes what an interrupted job left.</summary>
    internal void DiscardUnfinished()
    {
        foreach (var path in new[] { Cosine, AbsoluteCosine, SketchRows })
            if (path is not null) PartialArray.Discard(path);
    }
}

/// <summary>Compares vectors and writes files: the exact way or from sketches.</summary>
/// <param name="compared">What is compared.</param>
/// <param name="files">Where the results go.</param>
/// <param name="origin">What the vectors follow from, for unfinished files.</param>
/// <param name="memoryBytes">What is left for vectors.</param>
/// <param name="computation">What computes.</param>
/// <param name="observer">Is told of progress.</param>
/// <param name="cancellation">Stops between tiles and layers.</param>
internal sealed class SimilarityJob(
    ComparedVectors compared, SimilarityFiles files, string origin, long memoryBytes, Computation computation, IStageObserver observer, CancellationToken cancellation)
{
    public void Exact()
    {
        using var tokens = compared.Tokens();
        using var change = compared.Learn(compared.All, memoryBytes, computation.Threads, observer, cancellation);
        var vectors = change?.Of(tokens) ?? tokens;
        var plan = TilePlan.For(vectors.Count, vectors.Length, memoryBytes - (change?.HeldBytes ?? 0), computation.Threads);
        using var store = Store();
        var similarity = new ExactSimilarity(vectors, plan, store, computation.Threads);
        var held = plan.BlockSize >= vectors.Count ? "all in memory at once" : $"{plan.BlockSize:N0} in memory at a time";
        observer.Note($"{vectors.Count:N0} {vectors.Kind} of {vectors.Length:N0} entries; {held}, {similarity.Evaluations:N0} evaluations in all.");
        similarity.Compute(observer, cancellation);
        if (UnitVectors.NoteOn(similarity.Vanishing, vectors.Kind) is { } note) observer.Note(note);
        store.Complete();
    }

    public SketchAudit Sketched(SketchOptions options)
    {
        if (files.AbsoluteCosine is not null)
            throw new ArgumentException("The similarity of absolute values cannot be sketched: absolute values are not linear. Use the exact method for it.");
        observer.Note($"{compared.Count:N0} {compared.All.Kind} of {compared.All.Length:N0} entries, sketched to {options.Dimensions:N0} dimensions.");
        using var rows = new SketchRows(files.SketchRows, compared.All.Count, options, origin);
        using var store = Store();
        var audit = new SketchedSimilarity(compared, options, memoryBytes, computation.Threads).Compute(rows, store, observer, cancellation);
        store.Complete();
        Tell(audit);
        rows.Delete();
        return audit;
    }

    /// <summary>Keeps unit vectors, or sketches of them, and compares nothing.</summary>
    public void Keep(SketchOptions? sketch)
    {
        var path = files.Vectors ?? throw new InvalidOperationException("There is no file for the vectors.");
        using var tokens = compared.Tokens();
        using var change = compared.Learn(compared.All, memoryBytes, computation.Threads, observer, cancellation);
        var (vectors, free) = (change?.Of(tokens) ?? tokens, memoryBytes - (change?.HeldBytes ?? 0));
        if (vectors.Length > int.MaxValue / sizeof(float))
            throw new ArgumentException($"{vectors.Kind} of {vectors.Length:N0} entries are too long to be kept. Use --method sketch.");
        observer.Note($"{vectors.Count:N0} {vectors.Kind} of {vectors.Length:N0} entries, kept as vectors of {sketch?.Dimensions ?? vectors.Length:N0}.");
        var kept = (sketch ?? new() { Dimensions = (int)vectors.Length }) with { HalfPrecision = false };
        using var rows = new SketchRows(path, vectors.Count, kept, origin);
        if (sketch is not null) Tell(new SketchedSimilarity(compared, kept, free, computation.Threads).Sketch(rows, observer, cancellation));
        else if (UnitVectors.NoteOn(new KeptVectors(vectors, free, computation.Threads).Make(rows, observer, cancellation), vectors.Kind) is { } note) observer.Note(note);
        rows.Complete();
    }

    private void Tell(SketchAudit audit)
    {
        if (files.Audit is not null) AtomicFile.WriteText(files.Audit, RunJson.Text(audit, RunJson.Default.SketchAudit));
        observer.Note(
            $"Sketched cosines differ from exact ones by {audit.RmsError:0.0000} rms and at most {audit.MaximumError:0.0000} on {audit.Pairs:N0} pairs; "
            + $"{audit.RecallAt10:P1} of the {SketchAudit.Neighbours} nearest neighbours are the same.");
        if (audit.Caution is { } caution) observer.Caution(caution);
    }

    private NpySimilarityStore Store() => new(files.Cosine, files.AbsoluteCosine, compared.Count, origin);
}
