using System.Buffers.Binary;

namespace Quanta.Formats.Columns;

/// <summary>What a message of an Arrow stream claims, looked at before the library takes memory for it: a list of fields, nodes or buffers can hold no more entries than the
/// message has room for.</summary>
/// <remarks>A message is a FlatBuffer (Message.fbs and Schema.fbs of the Arrow format): tables whose entries are found through a list of offsets, the vtable, that lies
/// before or after them.</remarks>
/// <param name="message">The message, without its body.</param>
internal readonly ref struct ArrowMessage(ReadOnlySpan<byte> message)
{
    private const int MostDepth = 64, OffsetBytes = sizeof(int), ShortBytes = sizeof(ushort);

    // Kinds of messages, and the places of entries in the tables that are looked at.
    private const byte Schema = 1, DictionaryBatch = 2, RecordBatch = 3, Union = 14;
    private const int HeaderType = 1, Header = 2, Fields = 1, SchemaMetadata = 2, TypeKind = 2, Type = 3, TypeIds = 1, Children = 5, FieldMetadata = 6;
    private const int DictionaryData = 1, Nodes = 1, Buffers = 2, Variadic = 4;

    // What an entry takes: an offset, or a structure of two numbers.
    private const int PairBytes = 2 * sizeof(long);

    private readonly ReadOnlySpan<byte> _message = message;

    /// <exception cref="FormatException">A list claims more entries than the message has room for, or an offset leads out of it.</exception>
    public void Check()
    {
        var root = Follow(0);
        if (Entry(root, HeaderType) is not (> 0 and var kind) || Entry(root, Header) is not (> 0 and var header)) return;
        var table = Follow(header);
        switch (At(kind, 1)[0])
        {
            case Schema: CheckFields(table, Fields, SchemaMetadata, depth: 0); break;
            case RecordBatch: CheckBatch(table); break;
            case DictionaryBatch when Entry(table, DictionaryData) is > 0 and var data: CheckBatch(Follow(data)); break;
        }
    }

    private void CheckFields(int table, int fields, int metadata, int depth)
    {
        if (depth > MostDepth) throw new FormatException("its fields are nested too deep");
        CheckList(table, metadata, OffsetBytes);
        var (first, count) = CheckList(table, fields, OffsetBytes);
        for (var i = 0; i < count; i++)
        {
            var field = Follow(first + i * OffsetBytes);
            if (Entry(field, TypeKind) is > 0 and var kind && At(kind, 1)[0] == Union && Entry(field, Type) is > 0 and var type) CheckList(Follow(type), TypeIds, OffsetBytes);
            CheckFields(field, Children, FieldMetadata, depth + 1);
        }
    }

    private void CheckBatch(int table)
    {
        CheckList(table, Nodes, PairBytes);
        var (_, buffers) = CheckList(table, Buffers, PairBytes);
        var (first, count) = CheckList(table, Variadic, sizeof(long));
        for (var i = 0; i < count; i++)
        {
            if (BinaryPrimitives.ReadInt64LittleEndian(At(first + i * sizeof(long), sizeof(long))) is var views && (views < 0 || views > buffers))
                throw new FormatException($"a column of {views:N0} buffers is announced, but there are {buffers:N0}");
        }
    }

    /// <summary>Where a list begins, and how many entries it has; none where it is not there.</summary>
    private (int First, int Count) CheckList(int table, int entry, int bytes)
    {
        if (Entry(table, entry) is not (> 0 and var place)) return (0, 0);
        var list = Follow(place);
        var count = BinaryPrimitives.ReadInt32LittleEndian(At(list, OffsetBytes));
        var room = (_message.Length - list - OffsetBytes) / bytes;
        return count >= 0 && count <= room ? (list + OffsetBytes, count) : throw new FormatException($"a list of {count:N0} entries is announced, but there is room for {room:N0}");
    }

    /// <summary>Where a table's entry lies; 0 where it has none.</summary>
    private int Entry(int table, int entry)
    {
        var offsets = Place((long)table - BinaryPrimitives.ReadInt32LittleEndian(At(table, OffsetBytes)));
        var length = BinaryPrimitives.ReadUInt16LittleEndian(At(offsets, ShortBytes));
        var place = (entry + 2) * ShortBytes;
        if (place + ShortBytes > length) return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(At(Place((long)offsets + place), ShortBytes));
        return offset == 0 ? 0 : Place((long)table + offset);
    }

    private int Follow(int place) => Place(place + (long)BinaryPrimitives.ReadUInt32LittleEndian(At(place, OffsetBytes)));

    private int Place(long place) =>
        place >= 0 && place < _message.Length ? (int)place : throw new FormatException($"an offset leads to byte {place:N0} of a message of {_message.Length:N0}");

    private ReadOnlySpan<byte> At(int place, int bytes) =>
        place <= _message.Length - bytes ? _message.Slice(place, bytes) : throw new FormatException($"an entry ends beyond the {_message.Length:N0} bytes of its message");
}
