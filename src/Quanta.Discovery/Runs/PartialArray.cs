using Quanta.Formats.Files;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Runs;

/// <summary>A float32 array [rows, columns] that is filled by fixed units of work and survives a kill between units, or after the last.</summary>
/// <remarks>The values lie in NAME.partial; NAME.units lists the finished units, which are appended after their values were handed to the disk.
/// <see cref="Complete"/> renames the values into place. The list stays until <see cref="Forget"/>, which the stage's record allows: a kill between the two loses
/// nothing, because whoever opens the array again finds it whole.</remarks>
internal sealed class PartialArray : IDisposable
{
    private readonly string _path;
    private readonly NpyMatrixFile? _file;
    private readonly UnitList _units;

    /// <param name="path">Where the whole array goes.</param>
    /// <param name="shape">[n], filled as one row, or [rows, columns].</param>
    /// <param name="unitCount">Into how many units the work is cut.</param>
    /// <param name="origin">What the values follow from: the stage's options and inputs, what computes, and the cut into units.</param>
    /// <exception cref="InvalidDataException">Finished units are there that follow from something else.</exception>
    public PartialArray(string path, ReadOnlySpan<long> shape, int unitCount, string origin)
    {
        _path = path;
        _units = UnitList.Open(UnitsOf(path), unitCount, origin);
        IsWhole = _units.IsComplete && File.Exists(path);
        if (IsWhole) return;
        if (!File.Exists(path + AtomicFile.PartialSuffix)) _units.Clear();
        _file = shape.Length == 1 ? NpyMatrixFile.CreateOrOpenVector(path, shape[0]) : NpyMatrixFile.CreateOrOpen(path, shape[0], shape[1]);
    }

    /// <summary>Whether an earlier run had finished all of it.</summary>
    public bool IsWhole { get; }

    private NpyMatrixFile Values => _file ?? throw new InvalidOperationException($"{_path} is whole already.");

    /// <summary>Deletes what an interrupted run left.</summary>
    public static void Discard(string path)
    {
        File.Delete(path + AtomicFile.PartialSuffix);
        File.Delete(UnitsOf(path));
    }

    /// <summary>Deletes the list of units: the array is recorded as whole.</summary>
    public static void Forget(string path) => File.Delete(UnitsOf(path));

    /// <summary>Whether an interrupted run left finished units.</summary>
    public static bool HasUnits(string path) => UnitList.IsBegun(UnitsOf(path));

    public bool IsDone(int unit) => _units.IsDone(unit);

    /// <summary>Writes values of one row; call <see cref="Finish"/> when their unit is whole.</summary>
    public void Write(long row, long column, ReadOnlySpan<float> values)
    {
        if (!values.IsEmpty) Values.WriteBlock(row, column, values.Length, values);
    }

    /// <summary>Reads values of one row back.</summary>
    public void Read(long row, long column, Span<float> values)
    {
        if (!values.IsEmpty) Values.ReadBlock(row, column, values.Length, values);
    }

    /// <summary>Hands what was written to the disk, then lists the units.</summary>
    public void Finish(params IReadOnlyCollection<int> units)
    {
        if (units.Count == 0) return;
        Values.Flush();
        _units.Append(units);
    }

    public void Complete() => _file?.Complete();

    public void Dispose()
    {
        _file?.Dispose();
        _units.Dispose();
    }

    private static string UnitsOf(string path) => path + ".units";
}
