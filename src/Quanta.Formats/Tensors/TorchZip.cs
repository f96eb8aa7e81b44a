using Quanta.Formats.Files;
using Quanta.Formats.Pickles;

namespace Quanta.Formats.Tensors;

/// <summary>PyTorch's zip format: NAME/data.pkl, and each storage as NAME/data/KEY, stored without compression.</summary>
internal static class TorchZip
{
    private const string PickleName = "data.pkl";

    public static object? Read(MappedFile file)
    {
        var entries = ZipDirectory.Read(file);
        var pickle = FindPickle(file, entries);
        var folder = pickle.Name[..^PickleName.Length];
        if (entries.TryGetValue(folder + "byteorder", out var order) && !IsLittle(order.Verified()))
            throw file.Bad("its numbers are big-endian, but little-endian is required; save the file again on another machine.");
        return new PickleReader(pickle.Verified(), TorchGlobals.With(Load)).Read();

        TorchStorage Load(TensorType type, string key, long count)
        {
            if (!entries.TryGetValue($"{folder}data/{key}", out var entry))
                throw file.Bad($"the storage '{key}' that its pickle refers to is not in the archive.");
            var bytes = entry.InPlace();
            var needed = count * TensorTypes.Size(type);
            if (needed > bytes.Length)
                throw bytes.Bad($"the storage has {bytes.Length} bytes, but its pickle claims {count} elements of {type}, which are {needed} bytes.");
            return new TorchStorage(type, count, bytes.Slice(bytes.Name, 0, needed));
        }
    }

    private static bool IsLittle(ByteSource order) => order.Length >= 6 && order.Span(0, 6).SequenceEqual("little"u8);

    private static ZipEntry FindPickle(MappedFile file, Dictionary<string, ZipEntry> entries)
    {
        var found = entries.Values.Where(entry => ("/" + entry.Name).EndsWith("/" + PickleName, StringComparison.Ordinal)).ToList();
        return found.Count == 1
            ? found[0]
            : throw file.Bad($"it is a zip archive with {found.Count} entries named data.pkl, but a PyTorch file has exactly one.");
    }
}
