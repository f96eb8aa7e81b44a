using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Import;

/// <summary>A file losses/NAME.npy for each column, filled side by side.</summary>
internal sealed class ColumnWriters : IDisposable
{
    private readonly NpyWriter<float>[] _writers;
    private readonly IReadOnlyList<string> _columns;

    public ColumnWriters(RunFolder folder, IReadOnlyList<string> columns, long predictions)
    {
        _columns = columns;
        _writers = [.. columns.Select(column => NpyWriter.Create<float>(folder.PathOf(RunArtifacts.Losses(column)), predictions))];
    }

    /// <summary>Adds to a column.</summary>
    /// <exception cref="InvalidDataException">A loss is not finite, or negative.</exception>
    public void Write(int column, ReadOnlySpan<float> losses)
    {
        if (LossRule.FirstBroken(losses) is >= 0 and var bad)
            throw new InvalidDataException(LossRule.Sentence(losses[bad], $"that of prediction {_writers[column].Written + bad} under {_columns[column]}"));
        _writers[column].Write(losses);
    }

    public void Complete()
    {
        foreach (var writer in _writers) writer.Complete();
    }

    public void Dispose()
    {
        foreach (var writer in _writers) writer.Dispose();
    }
}
