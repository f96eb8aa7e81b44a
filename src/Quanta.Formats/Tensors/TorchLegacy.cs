using System.Globalization;
using System.Numerics;
using Quanta.Formats.Files;
using Quanta.Formats.Pickles;

namespace Quanta.Formats.Tensors;

/// <summary>PyTorch's format before 1.6: five pickles (magic number, protocol version, system, value, storage keys), then each storage's element
/// count and bytes.</summary>
internal static class TorchLegacy
{
    private const long ProtocolVersion = 1001;

    private static readonly BigInteger Magic =
        BigInteger.Parse("01950A86A20F9469CFC6C", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The magic number's pickle: PROTO 2, LONG1, 10 bytes.</summary>
    private static ReadOnlySpan<byte> Signature => [0x80, 0x02, 0x8A, 0x0A];

    public static bool IsLegacy(ByteSource file) => file.Length > Signature.Length && file.Span(0, Signature.Length).SequenceEqual(Signature);

    public static object? Read(MappedFile file)
    {
        if (!IsLegacy(file)) throw file.Bad("it is no PyTorch file: it is neither a zip archive nor begins with PyTorch's magic number.");
        var (magic, afterMagic) = ReadPickle(file, 0, PickleGlobals.Data);
        var (version, afterVersion) = ReadPickle(file, afterMagic, PickleGlobals.Data);
        if (!Magic.Equals(magic) || version is not ProtocolVersion)
            throw file.Bad("it is no PyTorch file: its magic number or protocol version is another.");
        var (_, valueStart) = ReadPickle(file, afterVersion, PickleGlobals.Data);
        var (storages, valueEnd) = Survey(file, valueStart);
        Locate(file, valueEnd, storages);
        return ReadPickle(file, valueStart, TorchGlobals.With((_, key, _) => storages[key])).Value;
    }

    /// <summary>The first pass over the value: which storages there are, and where it ends.</summary>
    private static (Dictionary<string, TorchStorage> Storages, long End) Survey(MappedFile file, long start)
    {
        var storages = new Dictionary<string, TorchStorage>();
        var (_, end) = ReadPickle(file, start, TorchGlobals.With((type, key, count) =>
        {
            if (!storages.TryGetValue(key, out var known)) storages[key] = known = new TorchStorage(type, count, null);
            return known.Type == type && known.Count == count ? known : throw file.Bad($"its pickle describes the storage '{key}' in two ways.");
        }));
        return (storages, end);
    }

    private static void Locate(MappedFile file, long start, Dictionary<string, TorchStorage> storages)
    {
        var (keys, position) = ReadPickle(file, start, PickleGlobals.Data);
        if (keys is not PickleList list) throw file.Bad("its list of storages is damaged.");
        foreach (var item in list)
        {
            if (item is not string key || !storages.TryGetValue(key, out var storage))
                throw file.Bad("its list of storages holds one that its pickle does not refer to.");
            var count = file.Span<long>(position, 1)[0];
            if (count != storage.Count) throw file.Bad($"the storage '{key}' has {count} elements, but its pickle claims {storage.Count}.");
            var bytes = count * TensorTypes.Size(storage.Type);
            storages[key] = storage with { Bytes = file.Slice($"{file.Name} (storage {key})", position + sizeof(long), bytes) };
            position += sizeof(long) + bytes;
        }
        if (storages.FirstOrDefault(storage => storage.Value.Bytes is null).Key is { } missing)
            throw file.Bad($"the storage '{missing}' that its pickle refers to is not there.");
    }

    private static (object? Value, long End) ReadPickle(MappedFile file, long start, PickleGlobals globals)
    {
        var reader = new PickleReader(file, globals, start);
        var value = reader.Read();
        return (value, reader.Position);
    }
}
