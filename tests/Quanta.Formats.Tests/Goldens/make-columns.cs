#:package ParquetSharp@25.0.1.2
#:package Apache.Arrow@23.0.0
#:property PublishAot=false

// Writes the Parquet and Arrow files of this folder. The Parquet files are written by ParquetSharp, which wraps Apache Arrow's C++ library, the one within pyarrow; the
// Arrow streams by Apache.Arrow for .NET. Made with .NET 10.0 and the versions above; copy this file to an empty folder and run there: dotnet run make-columns.cs

using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using ParquetSharp;
using ParquetSharp.Arrow;
using Field = Apache.Arrow.Field;

string?[] texts = ["The quick brown fox", "", null, "na\u00efve caf\u00e9 \u20ac\U0001f600", "The quick brown fox", "two\nlines", "last"];
int[]?[] ids = [[1, 2, 3], [], null, [4], [5, 6], [7], [300, 301]];
string?[] kinds = ["Books", "Books", null, "Web", "Web", "Web", "Code"];

var rows = Batch(Strings(StringType.Default), Lists(new ListType(Int32Type.Default)));
foreach (var codec in new[] { Compression.Snappy, Compression.Gzip, Compression.Zstd, Compression.Brotli, Compression.Lz4 })
    WriteParquet($"{codec.ToString().ToLowerInvariant()}.parquet", rows, Writer().Compression(codec));
WriteParquet("none.parquet", rows, Writer().Compression(Compression.Uncompressed));
WriteParquet("plain.parquet", rows, Writer().DisableDictionary());
WriteParquet("old-lists.parquet", rows, Writer(), compliant: false);
WriteParquet("large.parquet", Batch(Strings(LargeStringType.Default), Lists(new LargeListType(Int64Type.Default))), Writer());
WriteParquet("nested.parquet", Batch(Strings(StringType.Default), Nested()), Writer());
WriteParquet("delta.parquet", rows, Writer().DisableDictionary().Encoding("text", Encoding.DeltaLengthByteArray).Encoding("input_ids.list.element", Encoding.DeltaBinaryPacked));
WriteParquet("encrypted.parquet", rows, Writer().Encryption(new FileEncryptionPropertiesBuilder(new byte[16]).Build()));
WriteParquet("encrypted-columns.parquet", rows, Writer().Encryption(new FileEncryptionPropertiesBuilder(new byte[16]).SetPlaintextFooter().Build()));

Directory.CreateDirectory("saved");
WriteStream("saved/data-00000-of-00002.arrow", Slice(Batch(Strings(StringType.Default), Nested()), 0, 4));
WriteStream("saved/data-00001-of-00002.arrow", Slice(Batch(Strings(StringType.Default), Nested()), 4, 3));
File.WriteAllText("saved/state.json", """{"_data_files": [{"filename": "data-00000-of-00002.arrow"}, {"filename": "data-00001-of-00002.arrow"}], "_fingerprint": "0", "_split": null}""");
File.WriteAllText("saved/dataset_info.json", """{"description": "", "features": {"text": {"dtype": "string", "_type": "Value"}}}""");
WriteStream("large.arrow", Batch(Strings(LargeStringType.Default), Lists(new LargeListType(Int64Type.Default))));
using (var file = File.Create("file.arrow"))
using (var writer = new ArrowFileWriter(file, rows.Schema))
{
    writer.WriteRecordBatch(rows);
    writer.WriteEnd();
}

static WriterPropertiesBuilder Writer() => new WriterPropertiesBuilder().MaxRowGroupLength(4);

static void WriteParquet(string path, RecordBatch batch, WriterPropertiesBuilder properties, bool compliant = true)
{
    var builder = new ArrowWriterPropertiesBuilder().StoreSchema();
    using var arrow = (compliant ? builder.EnableCompliantNestedTypes() : builder.DisableCompliantNestedTypes()).Build();
    using var built = properties.Build();
    using var writer = new FileWriter(path, batch.Schema, built, arrow);
    writer.WriteRecordBatch(batch, 4);
    writer.Close();
}

static void WriteStream(string path, RecordBatch batch)
{
    using var file = File.Create(path);
    using var writer = new ArrowStreamWriter(file, batch.Schema);
    for (var row = 0; row < batch.Length; row += 2) writer.WriteRecordBatch(Slice(batch, row, Math.Min(2, batch.Length - row)));
    writer.WriteEnd();
}

static RecordBatch Slice(RecordBatch batch, int offset, int length) =>
    new(batch.Schema, batch.Arrays.Select(array => ArrowArrayFactory.Slice(array, offset, length)), length);

RecordBatch Batch(IArrowArray text, IArrowArray tokens)
{
    var kind = Strings(StringType.Default, kinds);
    var structType = new StructType([new Field("pile_set_name", StringType.Default, true)]);
    var meta = new StructArray(structType, kinds.Length, [kind], ArrowBuffer.Empty, 0);
    var scores = new DoubleArray.Builder().AppendRange([1, 2, 3, 4, 5, 6, 7]).Build();
    (string, IArrowArray)[] columns = [("text", text), ("input_ids", tokens), ("meta", meta), ("score", scores), ("tags", Tags())];
    var schema = new Schema([.. columns.Select(column => new Field(column.Item1, column.Item2.Data.DataType, true))], null);
    return new RecordBatch(schema, columns.Select(column => column.Item2), texts.Length);
}

IArrowArray Strings(IArrowType type, string?[]? values = null)
{
    values ??= texts;
    if (type is StringType)
    {
        var strings = new StringArray.Builder();
        foreach (var value in values) _ = value is null ? strings.AppendNull() : strings.Append(value);
        return strings.Build();
    }
    var large = new LargeStringArray.Builder();
    foreach (var value in values) _ = value is null ? large.AppendNull() : large.Append(value);
    return large.Build();
}

IArrowArray Lists(IArrowType type)
{
    if (type is ListType)
    {
        var lists = new ListArray.Builder(Int32Type.Default);
        foreach (var list in ids)
        {
            if (list is null) lists.AppendNull();
            else ((Int32Array.Builder)lists.Append().ValueBuilder).AppendRange(list);
        }
        return lists.Build();
    }
    var large = new LargeListArray.Builder(Int64Type.Default);
    foreach (var list in ids)
    {
        if (list is null) large.AppendNull();
        else ((Int64Array.Builder)large.Append().ValueBuilder).AppendRange(list.Select(id => (long)id));
    }
    return large.Build();
}

// As the canonical Pile: [1, T] a row.
IArrowArray Nested()
{
    var outer = new ListArray.Builder(new ListType(Int32Type.Default));
    foreach (var list in ids)
    {
        if (list is null)
        {
            outer.AppendNull();
            continue;
        }
        outer.Append();
        ((Int32Array.Builder)((ListArray.Builder)outer.ValueBuilder).Append().ValueBuilder).AppendRange(list);
    }
    return outer.Build();
}

IArrowArray Tags()
{
    var tags = new ListArray.Builder(StringType.Default);
    foreach (var _ in texts) ((StringArray.Builder)tags.Append().ValueBuilder).Append("tag");
    return tags.Build();
}
