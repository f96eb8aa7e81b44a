using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity.Exact;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>An estimate of <see cref="ExactSimilarity"/> from sketches of the vectors: each is evaluated once, sketched, and forgotten.</summary>
/// <remarks>The cosine of two sketches estimates that of the vectors. Every matrix is audited: the exact cosines of a random sample of pairs are computed for it.
/// The largest things in memory are sketches and parameters, never whole gradients.</remarks>
/// <param name="compared">The vectors, n of p entries, and those of the corpus that they are centred and whitened by; the audit is of the sketches before that.</param>
/// <param name="options">The sketch.</param>
/// <param name="memoryBytes">What sketches and vectors may take together.</param>
/// <param name="threads">Threads.</param>
internal sealed class SketchedSimilarity(ComparedVectors compared, SketchOptions options, long memoryBytes, int threads)
{
    /// <summary>Vectors that give a thread enough to do before a unit's end is waited for.</summary>
    private const int RowsAThread = 16;

    private readonly ITokenVectors _vectors = compared.All;
    private readonly int[] _queries = options.Draw(compared.Count, options.AuditOf(compared.All.Length).Audited, StreamPurpose.AuditedVectors);
    private readonly int[] _compared = options.Draw(compared.Count, options.AuditOf(compared.All.Length).Compared, StreamPurpose.ComparedVectors);

    /// <summary>Computes all cosines from sketches.</summary>
    /// <param name="rows">Keeps finished sketches, so that an interrupted job goes on.</param>
    /// <param name="store">Takes the matrix.</param>
    /// <param name="observer">Is told of progress, and of vectors that are 0.</param>
    /// <param name="cancellation">Stops between layers and tiles.</param>
    /// <returns>The measured error.</returns>
    /// <exception cref="ArgumentException">The sketches do not fit into the memory.</exception>
    public SketchAudit Compute(SketchRows rows, ISimilarityStore store, IStageObserver observer, CancellationToken cancellation)
    {
        RequireMemory();
        MakeSketches(rows, observer, cancellation);
        using var sketches = new SketchVectors(rows, options.Dimensions, _vectors.Device);
        using var tokens = compared.Count == rows.Count ? sketches : sketches.Choose([.. Enumerable.Range(0, compared.Count)]);
        using var change = compared.Learn(sketches, memoryBytes, threads, observer, cancellation);
        var plan = TilePlan.For(tokens.Count, options.Dimensions, memoryBytes - (change?.HeldBytes ?? 0), threads);
        var similarity = new ExactSimilarity(change?.Of(tokens) ?? tokens, plan, store, threads);
        similarity.Compute(observer, cancellation);
        if (UnitVectors.NoteOn(similarity.Vanishing, _vectors.Kind) is { } note) observer.Note(note);
        return Audit(rows, observer, cancellation);
    }

    /// <summary>Makes the sketches alone.</summary>
    /// <returns>Their measured error.</returns>
    /// <exception cref="ArgumentException">A unit of sketches does not fit into the memory.</exception>
    public SketchAudit Sketch(SketchRows rows, IStageObserver observer, CancellationToken cancellation)
    {
        RequireMemory();
        MakeSketches(rows, observer, cancellation);
        return Audit(rows, observer, cancellation);
    }

    /// <summary>Sketches of a unit, and what the vectors' pieces take.</summary>
    private void RequireMemory()
    {
        var need = (SketchRows.UnitRows * (long)options.Dimensions + _vectors.LeastStreamed) * sizeof(float);
        if (need > memoryBytes)
            throw new ArgumentException(
                $"Sketches of {options.Dimensions:N0} dimensions of {_vectors.Count:N0} {_vectors.Kind} need at least {Gigabytes.Of(need)}, but the memory limit leaves "
                + $"{Gigabytes.Of(memoryBytes)} for them. Raise --memory or lower --dimensions.");
    }

    private void MakeSketches(SketchRows rows, IStageObserver observer, CancellationToken cancellation)
    {
        var open = Enumerable.Range(0, rows.UnitCount).Where(unit => !rows.IsDone(unit)).ToArray();
        if (open.Length == 0) return;
        using var progress = observer.Begin(_vectors.Kind, _vectors.Count, _vectors.Kind);
        progress.Advance(_vectors.Count - open.Sum(unit => RowsOf(unit, rows.Count)));
        var unitBytes = SketchRows.UnitRows * (long)options.Dimensions * sizeof(float);
        var wanted = (RowsAThread * threads + SketchRows.UnitRows - 1) / SketchRows.UnitRows;
        var together = (int)Math.Clamp(memoryBytes / 2 / unitBytes, 1, wanted);
        var maker = Maker(memoryBytes - together * unitBytes, cancellation);
        using var sketches = new DeviceVectors(_vectors.Device, together * SketchRows.UnitRows, options.Dimensions);
        using var operations = _vectors.Device.CreateVectorOperations(threads);
        foreach (var units in Neighbours(open, together)) MakeUnits(maker, units, rows, sketches, operations, progress, cancellation);
    }

    private void MakeUnits(
        ISketchMaker maker, int[] units, SketchRows rows, DeviceVectors sketches, IVectorOperations operations, IStageProgress progress, CancellationToken cancellation)
    {
        var (start, count) = (units[0] * SketchRows.UnitRows, units.Sum(unit => RowsOf(unit, rows.Count)));
        operations.Clear(sketches.Range(0, count));
        maker.Make(start, count, sketches, progress, cancellation);
        UnitVectors.Normalise(operations, sketches.Range(0, count), _vectors.Kind);
        var sketch = new float[options.Dimensions];
        for (var i = 0; i < count; i++)
        {
            sketches.Download(i, sketch);
            rows.Write(start + i, sketch);
        }
        rows.Finish(units);
    }

    private ISketchMaker Maker(long memory, CancellationToken cancellation)
    {
        if (options.Kind == SketchKind.Count) return new CountSketchMaker(_vectors, options, memory);
        if (_vectors is not ModelGradients gradients)
            throw new ArgumentException($"A tensor sketch is made from the factors of gradients, which {_vectors.Kind} do not have. Use a count-sketch.");
        using var sample = (ModelGradients)gradients.Choose(_queries);
        return new TensorSketchMaker(gradients, GradientSegments.Learn(sample, options, cancellation));
    }

    private SketchAudit Audit(SketchRows rows, IStageObserver observer, CancellationToken cancellation)
    {
        using var progress = observer.Begin($"audit of {_vectors.Kind}", _queries.Length + _compared.Length, _vectors.Kind);
        var exact = new ExactPairs(_vectors, _queries, _compared, threads).Compute(memoryBytes, progress, cancellation);
        return SketchAudit.Of(_queries, _compared, exact, Sketched(rows, cancellation), options);
    }

    /// <summary>The audited pairs' cosines from the sketches, [compared, queries].</summary>
    private double[,] Sketched(SketchRows rows, CancellationToken cancellation)
    {
        using var sketches = new SketchVectors(rows, options.Dimensions, _vectors.Device);
        return new ExactPairs(sketches, _queries, _compared, threads).Compute(long.MaxValue, SilentObserver.Instance, cancellation);
    }

    private static int RowsOf(int unit, int count) => Math.Min(SketchRows.UnitRows, count - unit * SketchRows.UnitRows);

    /// <summary>Runs of consecutive units, at most so many each.</summary>
    private static IEnumerable<int[]> Neighbours(int[] units, int most)
    {
        for (int start = 0, end; start < units.Length; start = end)
        {
            for (end = start + 1; end < units.Length && end - start < most && units[end] == units[end - 1] + 1; end++)
            {
            }
            yield return units[start..end];
        }
    }
}
