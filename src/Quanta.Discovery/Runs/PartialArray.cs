using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
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

/// <summary>The finished units of a piece of work, on disk: a line that says what they follow from, then runs of unit numbers, appended as they are finished.</summary>
internal sealed class UnitList : IDisposable
{
    private readonly string _path, _origin;
    private readonly BitArray _done;
    private FileStream? _file;
    private int _count;

    private UnitList(string path, int unitCount, string origin) => (_path, _origin, _done) = (path, origin, new(unitCount));

    public bool IsComplete => _count == _done.Length;

    /// <summary>Reads the list that is there, or begins one.</summary>
    /// <exception cref="InvalidDataException">There are units that follow from something else.</exception>
    public static UnitList Open(string path, int unitCount, string origin)
    {
        var list = new UnitList(path, unitCount, origin);
        if (IsBegun(path)) list.Read();
        return list;
    }

    /// <summary>Whether a list is there that names at least one unit.</summary>
    public static bool IsBegun(string path) => File.Exists(path) && File.ReadLines(path).Skip(1).Any();

    public bool IsDone(int unit) => _done[unit];

    /// <summary>Forgets all units: their values are gone.</summary>
    public void Clear()
    {
        _done.SetAll(false);
        _count = 0;
        File.Delete(_path);
    }

    public void Append(IReadOnlyCollection<int> units)
    {
        if (_file is null)
        {
            var isNew = _count == 0;
            _file = new FileStream(_path, isNew ? FileMode.Create : FileMode.Append, FileAccess.Write, FileShare.Read);
            if (isNew) WriteLine(JsonSerializer.Serialize(_origin, RunJson.Default.String));
        }
        foreach (var (first, last) in Runs(units)) WriteLine(string.Create(CultureInfo.InvariantCulture, $"{first}-{last}"));
        foreach (var unit in units) Mark(unit);
        _file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file?.Dispose();

    private void WriteLine(string line) => _file!.Write(Encoding.UTF8.GetBytes(line + "\n"));

    private void Mark(int unit)
    {
        if (!_done[unit]) _count++;
        _done[unit] = true;
    }

    /// <summary>A line without its end was cut off by a kill and does not count.</summary>
    private void Read()
    {
        var text = File.ReadAllText(_path);
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var origin = JsonSerializer.Deserialize(lines[0], RunJson.Default.String);
        if (origin != _origin)
            throw new InvalidDataException(
                $"{_path} lists finished units of an interrupted run that follow from something else: {Difference(origin ?? "", _origin)}. "
                + "Go on as they were begun, or delete this file to begin anew.");
        foreach (var line in lines.Skip(1))
        {
            var ends = line.Split('-');
            for (var unit = int.Parse(ends[0], CultureInfo.InvariantCulture); unit <= int.Parse(ends[1], CultureInfo.InvariantCulture); unit++) Mark(unit);
        }
        if (text.Length > 0 && text[^1] != '\n') File.WriteAllText(_path, text[..(text.LastIndexOf('\n') + 1)]);
    }

    /// <summary>The parts of an origin, which semicolons divide, that are not the same.</summary>
    private static string Difference(string there, string here)
    {
        var (earlier, now) = (there.Split("; "), here.Split("; "));
        return $"{string.Join(", ", earlier.Except(now).DefaultIfEmpty("nothing"))} there and {string.Join(", ", now.Except(earlier).DefaultIfEmpty("nothing"))} here";
    }

    private static IEnumerable<(int First, int Last)> Runs(IReadOnlyCollection<int> units)
    {
        (int First, int Last)? run = null;
        foreach (var unit in units.Order())
        {
            if (run is { } open && unit == open.Last + 1) run = (open.First, unit);
            else
            {
                if (run is { } closed) yield return closed;
                run = (unit, unit);
            }
        }
        if (run is { } last) yield return last;
    }
}
