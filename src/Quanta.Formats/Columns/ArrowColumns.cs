using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Quanta.Formats.Files;

namespace Quanta.Formats.Columns;

/// <summary>Reads columns of Arrow's IPC streams, as the datasets library saves them, and of IPC files (Feather), which are such a stream within a frame; a
/// record batch at a time.</summary>
internal sealed class ArrowColumns : ColumnFile
{
    private const string Name = "an Arrow file";

    /// <summary>The first bytes of an IPC file, with their padding.</summary>
    private static ReadOnlySpan<byte> FileMagic => "ARROW1\0\0"u8;

    private readonly ArrowInput _input;
    private readonly ArrowStreamReader _reader;
    private readonly Schema _schema;

    private ArrowColumns(string path, ArrowInput input, long memoryBytes)
        : base(path, memoryBytes)
    {
        _input = input;
        _reader = new ArrowStreamReader(input, new ArrowMemory(path, input, memoryBytes), leaveOpen: false);
        _schema = _reader.Schema ?? throw new FormatException("it has no schema");
        Columns = [.. _schema.FieldsList.Select(field => new Column(field.Name, ArrowTypes.ContentOf(field.DataType), ArrowTypes.NameOf(field.DataType)))];
    }

    public override string Kind => "arrow";

    public override IReadOnlyList<Column> Columns { get; }

    /// <summary>Reads the schema; the stream is disposed of with the result.</summary>
    public static ArrowColumns Open(string path, Stream stream, long memoryBytes)
    {
        try
        {
            Span<byte> start = stackalloc byte[FileMagic.Length];
            if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.SequenceEqual(FileMagic)) stream.Position = 0;
            return new ArrowColumns(path, new ArrowInput(stream), memoryBytes);
        }
        catch (Exception exception)
        {
            stream.Dispose();
            if (IsOfContent(exception)) throw Damaged(path, Name, exception);
            throw;
        }
    }

    public override IEnumerable<ColumnRow> Read(Column column, IReadOnlyList<string> label, CancellationToken cancellation)
    {
        var index = Columns.ToList().IndexOf(column);
        _input.Cancellation = cancellation;
        var number = 0L;
        while (Next() is { } batch)
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    number++;
                    yield return RowOf(batch, index, label, row, number);
                }
            }
        }
        if (!_input.IsAtEndMark) throw Damaged(Path, Name, new FormatException($"it ends after {number:N0} rows without the mark that ends an Arrow stream"));
    }

    public override void Dispose()
    {
        _reader.Dispose();
        _input.Dispose();
    }

    private RecordBatch? Next()
    {
        try
        {
            return _reader.ReadNextRecordBatch();
        }
        catch (NotImplementedException exception)
        {
            throw BadFile.Because(Path, $"it is {Name} of compressed batches, which are not read; save it again without compression.", exception);
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            throw Damaged(Path, Name, exception);
        }
    }

    /// <summary>Offsets are the file's, so the bounds that they break are the file's fault.</summary>
    private ColumnRow RowOf(RecordBatch batch, int column, IReadOnlyList<string> label, int row, long number)
    {
        try
        {
            var array = batch.Column(column);
            if (array.IsNull(row)) return new ColumnRow(number);
            var value = Columns[column].Content == ColumnContent.Text ? TextRow(Path, number, ArrowTypes.Utf8Of(array, row)) : TokenRow(array, row, number);
            return value with { Label = LabelOf(batch, label, row) };
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            throw Damaged(Path, Name, exception);
        }
    }

    private ColumnRow TokenRow(IArrowArray array, int row, long number)
    {
        var list = ArrowTypes.ListOf(array, row);
        if (ArrowTypes.IsList(list))
        {
            if (list.Length == 0) return new ColumnRow(number, Tokens: []);
            if (list.Length > 1) return BadRow(Path, number, ListProblems.Several);
            if (list.IsNull(0)) return BadRow(Path, number, ListProblems.Null);
            list = ArrowTypes.ListOf(list, 0);
        }
        return list.NullCount > 0 ? BadRow(Path, number, ListProblems.Null) : new ColumnRow(number, Tokens: ArrowTypes.WholeNumbers(list));
    }

    /// <summary>The string at the end of a path of structs' fields, or null.</summary>
    private static string? LabelOf(RecordBatch batch, IReadOnlyList<string> label, int row)
    {
        if (label.Count == 0 || batch.Schema.GetFieldIndex(label[0], StringComparer.Ordinal) is not (>= 0 and var index)) return null;
        var array = batch.Column(index);
        foreach (var name in label.Skip(1))
        {
            if (array is not StructArray fields || fields.IsNull(row) || fields.Data.DataType is not StructType type) return null;
            if (type.GetFieldIndex(name) is not (>= 0 and var field)) return null;
            array = fields.Fields[field];
        }
        var isThere = ArrowTypes.ContentOf(array.Data.DataType) == ColumnContent.Text && !array.IsNull(row);
        return isThere ? Encoding.UTF8.GetString(ArrowTypes.Utf8Of(array, row)) : null;
    }
}
