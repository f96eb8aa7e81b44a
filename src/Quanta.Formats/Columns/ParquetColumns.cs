using System.Buffers.Binary;
using System.Text;
using Parquet;
using Parquet.Schema;
using Quanta.Formats.Files;

namespace Quanta.Formats.Columns;

/// <summary>Reads columns of Parquet files, a row group at a time.</summary>
internal sealed class ParquetColumns : ColumnFile
{
    private const string Name = "a Parquet file";
    private const int TrailerBytes = 8;

    /// <summary>What a value takes beside its bytes: a reference to them, an object that holds them, and levels.</summary>
    private const long BytesPerValue = 64;

    /// <summary>Stands where a damaged page left no value.</summary>
    private static readonly ReadOnlyMemory<byte> Missing = new byte[1];

    private readonly WatchedInput _input;
    private readonly ParquetReader _reader;
    private readonly List<ParquetField> _fields;

    private ParquetColumns(string path, WatchedInput input, ParquetReader reader, long memoryBytes)
        : base(path, memoryBytes)
    {
        (_input, _reader) = (input, reader);
        _fields = new ParquetSchemas(reader.Metadata!.Schema).Fields();
    }

    public override string Kind => "parquet";

    public override IReadOnlyList<Column> Columns => [.. _fields.Select(one => one.Column)];

    /// <summary>Reads the footer; the stream is disposed of with the result.</summary>
    public static ParquetColumns Open(string path, Stream stream, long memoryBytes)
    {
        try
        {
            CheckTrailer(path, stream);
            var input = new WatchedInput(stream);
            var reader = ParquetReader.CreateAsync(input).GetAwaiter().GetResult();
            if (reader.Metadata!.EncryptionAlgorithm is not null) throw Encrypted(path);
            return new ParquetColumns(path, input, reader, memoryBytes);
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
        var leaf = _fields.First(field => field.Column == column).Leaves[0];
        var labels = _fields.SelectMany(field => field.Leaves).FirstOrDefault(other => other.IsString && other.Repetition == 0 && other.Path.SequenceEqual(label));
        leaf.ForgetLogicalType();
        labels?.ForgetLogicalType();
        _input.Cancellation = cancellation;
        var first = 1L;
        for (var group = 0; group < _reader.RowGroupCount; group++)
        {
            cancellation.ThrowIfCancellationRequested();
            var labelOf = labels is null ? null : Load(group, labels, Missing).Singles().Select(StringOf).ToList();
            foreach (var row in RowsOf(group, leaf, first)) yield return row with { Label = labelOf?[(int)(row.Number - first)] };
            first += _reader.RowGroups[group].RowCount;
        }
    }

    public override void Dispose() => _input.Dispose();

    private IEnumerable<ColumnRow> RowsOf(int group, ParquetLeaf leaf, long first) => (leaf.Repetition, leaf.Element.Type) switch
    {
        (0, _) => Load(group, leaf, Missing).Singles().Select((one, i) => one.IsNull ? new ColumnRow(first + i) : TextRow(Path, first + i, one.Value.Span)),
        (_, Parquet.Meta.Type.INT32) => Load(group, leaf, int.MinValue).Lists().Select((list, i) => TokenRow(first + i, list)),
        _ => Load(group, leaf, long.MinValue).Lists().Select((list, i) => TokenRow(first + i, list)),
    };

    private ColumnRow TokenRow<T>(long number, ParquetList<T> list)
        where T : System.Numerics.IBinaryInteger<T>
    {
        if (list.Problem is not null) return BadRow(Path, number, list.Problem);
        if (list.IsNull) return new ColumnRow(number);
        var tokens = new long[list.Values.Length];
        for (var i = 0; i < tokens.Length; i++) tokens[i] = long.CreateChecked(list.Values.Span[i]);
        return new ColumnRow(number, Tokens: tokens);
    }

    private static string? StringOf((ReadOnlyMemory<byte> Utf8, bool IsNull) one) => one.IsNull ? null : Encoding.UTF8.GetString(one.Utf8.Span);

    /// <summary>A leaf's part of a row group, whole.</summary>
    /// <param name="group">The row group, from 0.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="missing">Stands where a damaged page leaves no value.</param>
    private ParquetValues<T> Load<T>(int group, ParquetLeaf leaf, T missing)
        where T : struct
    {
        try
        {
            var reader = _reader.RowGroups[group];
            var field = FieldOf(leaf);
            var chunk = reader.GetMetadata(field) ?? throw new FormatException($"row group {group + 1} has no column {field.Path}");
            if (chunk.CryptoMetadata is not null || chunk.MetaData is null) throw Encrypted(Path);
            CheckMemory(group, chunk.MetaData.TotalUncompressedSize, chunk.MetaData.NumValues);
            var first = chunk.MetaData.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, chunk.MetaData.DataPageOffset) : chunk.MetaData.DataPageOffset;
            new ParquetPages(_input.File).CheckChunk(first, chunk.MetaData.NumValues, chunk.MetaData.TotalUncompressedSize);
            _input.Allow(chunk.MetaData.TotalCompressedSize);
            var values = new T[chunk.MetaData.NumValues];
            Array.Fill(values, missing);
            var definitions = leaf.Definition > 0 ? new int[values.Length] : null;
            var repetitions = leaf.Repetition > 0 ? new int[values.Length] : null;
            reader.ReadRawAsync<T>(field, values, MemoryOf(definitions), MemoryOf(repetitions)).AsTask().GetAwaiter().GetResult();
            var loaded = new ParquetValues<T>(leaf, values, definitions, repetitions);
            return loaded.Rows == reader.RowCount && (repetitions is not null || Array.IndexOf(values, missing, 0, loaded.Defined) < 0)
                ? loaded
                : throw new FormatException($"row group {group + 1} holds fewer values of {field.Path} than its {reader.RowCount:N0} rows");
        }
        catch (NotImplementedException exception)
        {
            throw BadFile.Because(Path, $"it is {Name} with lists in pages of version 2, which are not read; write it again with pages of version 1 "
                + "(pyarrow: data_page_version=\"1.0\").", exception);
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            throw Damaged(Path, Name, exception);
        }
    }

    /// <summary>No memory where there is no array: an array that is converted is empty memory.</summary>
    private static Memory<int>? MemoryOf(int[]? levels) => levels is null ? default(Memory<int>?) : levels.AsMemory();

    private DataField FieldOf(ParquetLeaf leaf) =>
        _reader.Schema.DataFields.FirstOrDefault(field => field.Path.ToList().SequenceEqual(leaf.Path)) is { } field
            && (field.MaxDefinitionLevel, field.MaxRepetitionLevel) == (leaf.Definition, leaf.Repetition)
        ? field
        : throw BadFile.Because(Path, $"the lists of column \"{leaf.Path[0]}\" have an old layout that is not read; write the file again with the lists of today "
            + "(pyarrow: use_compliant_nested_type=True).");

    private void CheckMemory(int group, long bytes, long values)
    {
        var needed = (2 * (double)bytes) + ((double)values * BytesPerValue);
        if (!(bytes >= 0 && values >= 0 && needed <= MemoryBytes))
        {
            throw BadFile.Because(Path, $"row group {group + 1} of {_reader.RowGroupCount} takes some {needed / 1e9:0.##} GB in memory, "
                + $"but {MemoryBytes / 1e9:0.##} GB are allowed (half of --memory); allow more, or write the file again with smaller row groups (pyarrow: row_group_size=1000).");
        }
    }

    /// <summary>A file that is cut has no trailer, and a damaged one may claim a footer larger than itself.</summary>
    private static void CheckTrailer(string path, Stream stream)
    {
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        var length = stream.Length;
        stream.Position = Math.Max(0, length - TrailerBytes);
        var read = stream.ReadAtLeast(trailer, TrailerBytes, throwOnEndOfStream: false);
        if (trailer[4..].SequenceEqual("PARE"u8)) throw Encrypted(path);
        if (read < TrailerBytes || !trailer[4..].SequenceEqual("PAR1"u8)) throw new FormatException("it does not end with PAR1");
        if (BinaryPrimitives.ReadInt32LittleEndian(trailer) is var footer && (footer <= 0 || footer > length - TrailerBytes - 4))
            throw new FormatException($"it claims a footer of {footer:N0} bytes, but has {length:N0} in all");
        new ParquetPages(stream).CheckFooter(footer, TrailerBytes);
    }

    private static InvalidDataException Encrypted(string path) =>
        BadFile.Because(path, $"it is {Name}, but an encrypted one, which cannot be read; write it again without encryption.");
}
