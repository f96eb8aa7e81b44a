using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Devices;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Unit sketches on disk while a job runs, [n, m] as float32 or float16, made in fixed units of rows.</summary>
internal sealed class SketchRows : IDisposable
{
    /// <summary>Rows of a unit.</summary>
    public const int UnitRows = 64;

    private readonly string _path;
    private readonly PartialArray _array;
    private readonly int _dimensions;
    private readonly bool _halfPrecision;

    /// <param name="path">Where they lie.</param>
    /// <param name="count">n.</param>
    /// <param name="options">How they are made and kept.</param>
    /// <param name="origin">What the vectors follow from.</param>
    public SketchRows(string path, int count, SketchOptions options, string origin)
    {
        (_path, Count, _dimensions, _halfPrecision) = (path, count, options.Dimensions, options.HalfPrecision);
        UnitCount = (count + UnitRows - 1) / UnitRows;
        _array = new PartialArray(path, [count, RowLength(options)], UnitCount, $"{origin}; {UnitRows} rows a unit");
    }

    public int Count { get; }

    public int UnitCount { get; }

    /// <summary>Float32 places of a stored row: a sketch of float16 entries takes half as many.</summary>
    public static int RowLength(SketchOptions options) => options.HalfPrecision ? (options.Dimensions + 1) / 2 : options.Dimensions;

    public bool IsDone(int unit) => _array.IsDone(unit);

    public void Write(int row, ReadOnlySpan<float> sketch)
    {
        if (!_halfPrecision)
        {
            _array.Write(row, 0, sketch);
            return;
        }
        var places = new float[(_dimensions + 1) / 2];
        TensorPrimitives.ConvertToHalf(sketch, MemoryMarshal.Cast<float, Half>(places.AsSpan())[.._dimensions]);
        _array.Write(row, 0, places);
    }

    public void Finish(IReadOnlyCollection<int> units) => _array.Finish(units);

    public void Read(int row, Span<float> sketch)
    {
        if (!_halfPrecision)
        {
            _array.Read(row, 0, sketch);
            return;
        }
        var places = new float[(_dimensions + 1) / 2];
        _array.Read(row, 0, places);
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<float, Half>(places.AsSpan())[.._dimensions], sketch);
    }

    /// <summary>Gives the rows their name: they are what was asked for.</summary>
    public void Complete() => _array.Complete();

    /// <summary>Deletes the rows: they are not needed any more.</summary>
    public void Delete()
    {
        _array.Dispose();
        PartialArray.Discard(_path);
    }

    public void Dispose() => _array.Dispose();
}

/// <summary>Stored sketches as vectors to compare.</summary>
internal sealed class SketchVectors(SketchRows rows, int dimensions, IDevice device, IReadOnlyList<int>? chosen = null) : ITokenVectors
{
    public IDevice Device => device;

    public string Kind => "sketches";

    public int Count => chosen?.Count ?? rows.Count;

    public long Length => dimensions;

    public ITokenVectors Choose(IReadOnlyList<int> places) => new SketchVectors(rows, dimensions, device, [.. places.Select(Place)]);

    public void Evaluate(int start, int count, DeviceVectors vectors, IStageProgress progress, CancellationToken cancellation)
    {
        var sketch = new float[dimensions];
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Read(Place(start + i), sketch);
            vectors.Upload(i, sketch);
            progress.Advance(1);
        }
    }

    public void Dispose()
    {
    }

    private int Place(int i) => chosen is null ? i : chosen[i];
}
