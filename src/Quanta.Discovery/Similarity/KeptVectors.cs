using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Devices;

namespace Quanta.Discovery.Similarity;

/// <summary>Unit vectors on disk, in the units of <see cref="SketchRows"/>.</summary>
/// <param name="vectors">The vectors, n of p entries.</param>
/// <param name="memoryBytes">What they may take.</param>
/// <param name="threads">Threads.</param>
internal sealed class KeptVectors(ITokenVectors vectors, long memoryBytes, int threads)
{
    private const int LargestRun = 1024;

    /// <summary>Makes the rows that are not there yet.</summary>
    /// <returns>Those of them that are 0.</returns>
    /// <exception cref="ArgumentException">A unit of vectors does not fit into the memory.</exception>
    public IReadOnlyCollection<int> Make(SketchRows rows, IStageObserver observer, CancellationToken cancellation)
    {
        var unitBytes = SketchRows.UnitRows * vectors.Length * sizeof(float);
        if (unitBytes > memoryBytes)
            throw new ArgumentException($"{SketchRows.UnitRows} {vectors.Kind} of {vectors.Length:N0} entries need {Gigabytes.Of(unitBytes)}, but the memory limit leaves "
                + $"{Gigabytes.Of(memoryBytes)} for them. Raise --memory, or use --method sketch.");
        var most = (int)Math.Clamp(memoryBytes / unitBytes, 1, LargestRun / SketchRows.UnitRows);
        int[] open = [.. Enumerable.Range(0, rows.UnitCount).Where(unit => !rows.IsDone(unit))];
        using var progress = observer.Begin(vectors.Kind, rows.Count, vectors.Kind);
        progress.Advance(rows.Count - open.Sum(unit => Math.Min(SketchRows.UnitRows, rows.Count - unit * SketchRows.UnitRows)));
        using var block = new DeviceVectors(vectors.Device, Math.Min(rows.Count, most * SketchRows.UnitRows), vectors.Length);
        using var operations = vectors.Device.CreateVectorOperations(threads);
        var vanishing = new List<int>();
        foreach (var units in open.Chunk(most)) vanishing.AddRange(Make(units, rows, block, operations, progress, cancellation));
        return vanishing;
    }

    private IEnumerable<int> Make(
        int[] units, SketchRows rows, DeviceVectors block, IVectorOperations operations, IStageProgress progress, CancellationToken cancellation)
    {
        int[] chosen = [.. units.SelectMany(unit => Enumerable.Range(unit * SketchRows.UnitRows, SketchRows.UnitRows)).Where(row => row < rows.Count)];
        using var some = vectors.Choose(chosen);
        var norms = UnitVectors.Evaluate(some, 0, chosen.Length, block, operations, progress, cancellation);
        var values = new float[vectors.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            block.Download(i, values);
            rows.Write(chosen[i], values);
        }
        rows.Finish(units);
        return chosen.Where((_, i) => norms[i] == 0);
    }
}
