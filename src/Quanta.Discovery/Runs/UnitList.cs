using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Quanta.Discovery.Runs;

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
