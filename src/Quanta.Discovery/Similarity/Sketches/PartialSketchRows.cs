using Quanta.Discovery.Runs;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Sketch rows on disk while a job runs; deleted when it is done.</summary>
internal sealed class PartialSketchRows(string path, int rows, int columns, string plan) : ISketchRows, IDisposable
{
    private readonly PartialArray _array = new(path, [rows, columns], plan);

    public bool IsDone(int chunk) => _array.IsDone(chunk);

    public void Write(int row, ReadOnlySpan<float> values) => _array.Write(row, 0, values);

    public void Finish(int chunk) => _array.Finish(chunk);

    public void Read(int row, Span<float> values) => _array.Read(row, 0, values);

    /// <summary>Deletes the rows: they are not needed any more.</summary>
    public void Delete()
    {
        _array.Dispose();
        PartialArray.Discard(path);
    }

    public void Dispose() => _array.Dispose();
}
