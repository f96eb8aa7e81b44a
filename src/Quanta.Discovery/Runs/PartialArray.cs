using System.Text.Json;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Runs;

/// <summary>Which units of an unfinished array are on disk.</summary>
/// <param name="Plan">How the array is cut into units.</param>
/// <param name="Done">The numbers of the finished units.</param>
internal sealed record PartialProgress(string Plan, IReadOnlyList<int> Done);

/// <summary>A float32 array [rows, columns] that is filled unit by unit and survives a kill between units.</summary>
/// <remarks>The values lie in NAME.partial, the list of finished units in NAME.progress; a unit is listed only after its values were handed to the disk.
/// <see cref="Complete"/> renames the file into place and deletes the list.</remarks>
internal sealed class PartialArray : IDisposable
{
    private readonly string _path;
    private readonly NpyMatrixFile _file;
    private readonly string _plan;
    private readonly SortedSet<int> _done;

    /// <param name="path">Where the whole array goes.</param>
    /// <param name="shape">[n], filled as one row, or [rows, columns].</param>
    /// <param name="plan">A name for the way in which the work is cut into units; units finished under another plan are done again.</param>
    public PartialArray(string path, ReadOnlySpan<long> shape, string plan)
    {
        (_path, _plan) = (path, plan);
        _done = FinishedUnits();
        _file = shape.Length == 1 ? NpyMatrixFile.CreateOrOpenVector(path, shape[0]) : NpyMatrixFile.CreateOrOpen(path, shape[0], shape[1]);
    }

    private string PartialPath => PartialOf(_path);

    private string ProgressPath => ProgressOf(_path);

    /// <summary>Deletes what an interrupted run left.</summary>
    public static void Discard(string path)
    {
        File.Delete(PartialOf(path));
        File.Delete(ProgressOf(path));
    }

    public bool IsDone(int unit) => _done.Contains(unit);

    /// <summary>Writes values of one row; call <see cref="Finish"/> when its unit is whole.</summary>
    public void Write(long row, long column, ReadOnlySpan<float> values)
    {
        if (!values.IsEmpty) _file.WriteBlock(row, column, values.Length, values);
    }

    /// <summary>Reads values of one row back.</summary>
    public void Read(long row, long column, Span<float> values)
    {
        if (!values.IsEmpty) _file.ReadBlock(row, column, values.Length, values);
    }

    /// <summary>Hands the unit's values to the disk, then lists the unit.</summary>
    public void Finish(int unit)
    {
        _file.Flush();
        _done.Add(unit);
        AtomicFile.WriteText(ProgressPath, JsonSerializer.Serialize(new PartialProgress(_plan, [.. _done]), RunJson.Default.PartialProgress));
    }

    public void Complete()
    {
        _file.Complete();
        File.Delete(ProgressPath);
    }

    public void Dispose() => _file.Dispose();

    private static string PartialOf(string path) => path + AtomicFile.PartialSuffix;

    private static string ProgressOf(string path) => path + ".progress";

    private SortedSet<int> FinishedUnits()
    {
        if (!File.Exists(PartialPath) || !File.Exists(ProgressPath)) return [];
        var progress = JsonSerializer.Deserialize(File.ReadAllBytes(ProgressPath), RunJson.Default.PartialProgress);
        return progress?.Plan == _plan ? [.. progress.Done] : [];
    }
}
