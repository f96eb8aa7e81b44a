using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Text.Json;
using Quanta.Formats.Arrays;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;

namespace Quanta.Formats.Tensors;

/// <summary>.safetensors files: an 8-byte header length, a JSON header, and the tensors' bytes without gaps.</summary>
public static class Safetensors
{
    /// <summary>Opens a file. Its header is checked: every tensor lies within the data, and together they cover it without gaps or overlaps. Tensors of
    /// unknown element types are passed over (<see cref="ITensorSource.UnreadableTensors"/>).</summary>
    /// <exception cref="InvalidDataException">The file is no .safetensors file or is damaged.</exception>
    public static ITensorSource Open(string path)
    {
        var file = MappedFile.Open(path, "a .safetensors file");
        try
        {
            var (tensors, unreadable) = SafetensorsHeader.Read(file);
            return new StoredTensors(path, file, tensors, unreadable);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes tensors atomically, as Float32 or Float16, larger element types first and then by name, so that every tensor is
    /// aligned.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="tensors">Distinct names; each is filled when its turn comes, so one tensor at a time is in memory.</param>
    public static void Write(string path, IEnumerable<TensorContent> tensors)
    {
        TensorContent[] ordered =
        [
            .. tensors.OrderByDescending(tensor => TensorTypes.Size(tensor.Info.Type)).ThenBy(tensor => tensor.Info.Name, StringComparer.Ordinal),
        ];
        AtomicFile.Write(path, stream =>
        {
            stream.Write(SafetensorsHeader.Format([.. ordered.Select(tensor => tensor.Info)]));
            foreach (var tensor in ordered) tensor.WriteTo(stream);
        });
    }
}

/// <summary>A tensor to write: what it is, and how to get its values, which are asked for once, in C order.</summary>
/// <param name="Info">Type Float32 or Float16.</param>
/// <param name="Fill">Writes all values to the span, [Count].</param>
public sealed record TensorContent(TensorInfo Info, Action<Span<float>> Fill)
{
    /// <summary>A float32 tensor of values at hand, which are not copied.</summary>
    public static TensorContent Of(string name, ReadOnlyMemory<float> values, params ReadOnlySpan<long> shape)
    {
        NpyShape.Check(values.Length, shape);
        return new TensorContent(new TensorInfo(name, TensorType.Float32, shape.ToArray()), destination => values.Span.CopyTo(destination));
    }

    internal void WriteTo(Stream stream)
    {
        var values = new float[Info.Count];
        Fill(values);
        if (Info.Type == TensorType.Float32)
        {
            RawValues.Write<float>(stream, values);
            return;
        }
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        RawValues.Write<Half>(stream, halves);
    }
}

/// <summary>The header of a .safetensors file.</summary>
internal static class SafetensorsHeader
{
    private const int LengthBytes = 8, Alignment = 8;
    private const int LongestHeader = 100_000_000; // the limit of the format's reference implementation

    private static readonly (string Name, TensorType Type)[] TypeNames =
    [
        ("F64", TensorType.Float64), ("F32", TensorType.Float32), ("F16", TensorType.Float16), ("BF16", TensorType.BFloat16),
        ("I64", TensorType.Int64), ("I32", TensorType.Int32), ("I16", TensorType.Int16), ("I8", TensorType.Int8),
        ("U64", TensorType.UInt64), ("U32", TensorType.UInt32), ("U16", TensorType.UInt16), ("U8", TensorType.UInt8), ("BOOL", TensorType.Bool),
    ];

    /// <summary>Info is null where the element type is not one of those above.</summary>
    private sealed record Entry(string Name, string TypeName, TensorInfo? Info, long Begin, long End);

    /// <summary>Whether the bytes begin as a header does: its length, and then JSON.</summary>
    public static bool IsSafetensors(ByteSource file) =>
        file.Length > LengthBytes && BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, LengthBytes)) <= LongestHeader && file.Span(LengthBytes, 1)[0] == '{';

    public static (List<StoredTensor> Tensors, Dictionary<string, string> Unreadable) Read(ByteSource file)
    {
        var length = file.Length < LengthBytes ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, LengthBytes));
        if (length > LongestHeader || (long)length > file.Length - LengthBytes)
        {
            throw file.Bad($"it is no .safetensors file: its first 8 bytes claim a header of {length} bytes, "
                + $"but at most {LongestHeader} are allowed and the file has {file.Length}.");
        }
        var data = LengthBytes + (long)length;
        var entries = Parse(file, file.Span(LengthBytes, (int)length));
        CheckCover(file, entries, file.Length - data);
        var whole = file.Slice(file.Name, data, file.Length - data);
        var readable = new List<StoredTensor>();
        foreach (var entry in entries)
            if (entry.Info is { } info) readable.Add(new StoredTensor(info, whole, entry.Begin, ArrayShape.RowMajorStrides([.. info.Shape])));
        return (readable, entries.Where(entry => entry.Info is null).ToDictionary(entry => entry.Name, entry => entry.TypeName));
    }

    /// <summary>The header, its length first, for tensors that follow in this order.</summary>
    public static byte[] Format(IReadOnlyList<TensorInfo> tensors)
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[LengthBytes]);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            var begin = 0L;
            foreach (var tensor in tensors) begin = WriteEntry(json, tensor, begin);
            json.WriteEndObject();
        }
        while (stream.Length % Alignment != 0) stream.WriteByte((byte)' ');
        var header = stream.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - LengthBytes);
        return header;
    }

    private static long WriteEntry(Utf8JsonWriter json, TensorInfo tensor, long begin)
    {
        var end = begin + tensor.Count * TensorTypes.Size(tensor.Type);
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", Array.Find(TypeNames, row => row.Type == tensor.Type).Name);
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }

    private static List<Entry> Parse(ByteSource file, ReadOnlySpan<byte> header)
    {
        try
        {
            var reader = new Utf8JsonReader(header);
            using var document = JsonDocument.ParseValue(ref reader);
            return [.. document.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__").Select(ParseEntry)];
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw file.Bad($"its .safetensors header is damaged: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static Entry ParseEntry(JsonProperty property)
    {
        var typeName = property.Value.GetProperty("dtype").GetString() ?? throw new FormatException($"tensor '{property.Name}' has no element type");
        var type = Array.Find(TypeNames, row => row.Name == typeName);
        var shape = Numbers(property.Value.GetProperty("shape"));
        var offsets = Numbers(property.Value.GetProperty("data_offsets"));
        var isKnown = type.Name is not null;
        var bytes = isKnown ? ArrayShape.Bytes(shape, TensorTypes.Size(type.Type)) : null;
        if (offsets is not [var begin and >= 0, var end] || end < begin || (isKnown && end - begin != bytes))
        {
            throw new FormatException($"tensor '{property.Name}' of type {typeName} and shape {ArrayShape.Text(shape)} "
                + $"does not fill its data_offsets {ArrayShape.Text(offsets)}");
        }
        return new Entry(property.Name, typeName, isKnown ? new TensorInfo(property.Name, type.Type, shape) : null, begin, end);
    }

    private static long[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt64())];

    private static void CheckCover(ByteSource file, List<Entry> entries, long dataLength)
    {
        var covered = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != covered)
                throw file.Bad($"tensor '{entry.Name}' begins at byte {entry.Begin} of the data, but the one before ends at {covered}.");
            covered = entry.End;
        }
        if (covered != dataLength)
            throw file.Bad($"the tensors need {covered} bytes, but {dataLength} follow the header; the file is truncated or damaged.");
        if (entries.CountBy(entry => entry.Name).FirstOrDefault(count => count.Value > 1) is { Key: { } twice })
            throw file.Bad($"tensor '{twice}' stands in the header twice.");
    }
}
