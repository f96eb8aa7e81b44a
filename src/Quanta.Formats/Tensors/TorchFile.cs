using Quanta.Formats.Files;
using Quanta.Formats.Pickles;

namespace Quanta.Formats.Tensors;

/// <summary>A file that torch.save wrote (.pt, .pth, .bin): a pickle whose tensors lie beside it, read in place when asked for.</summary>
/// <remarks>The zip format (PyTorch 1.6 and later) and the one before are read. Only an allow-list of globals is resolved; see <see cref="Pickle"/>.
/// Every tensor's offset, shape and strides are checked against its storage's real size; the archive's checksum is verified for the pickle, but not
/// for storages, which are read in place. Disposing closes the file and ends the use of its tensors.</remarks>
public sealed class TorchFile : IDisposable
{
    /// <summary>Where training programs put the weights beside the rest of their state.</summary>
    private static readonly string[] WrapperKeys = ["state_dict", "model_state_dict", "model", "module"];

    private readonly MappedFile _file;

    private TorchFile(MappedFile file)
    {
        _file = file;
        Root = ZipDirectory.IsZip(file) ? TorchZip.Read(file) : TorchLegacy.Read(file);
    }

    /// <summary>The saved value: those that <see cref="Pickle"/> knows, and <see cref="TorchTensor"/>.</summary>
    public object? Root { get; }

    /// <exception cref="InvalidDataException">The file is no PyTorch file, is damaged, or holds a global that is not allowed.</exception>
    public static TorchFile Open(string path)
    {
        var file = MappedFile.Open(path, "a PyTorch file");
        try
        {
            return new TorchFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that holds a dictionary from names to tensors, such as pytorch_model.bin.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Where the dictionary is an entry of the saved one ("model_state_dict"), that entry's key; null: it is found where the saved one has
    /// no tensors itself and the entry has a usual name.</param>
    /// <remarks>Entries that are no tensors are left out; so are tensors of unknown types, which are named.</remarks>
    /// <exception cref="InvalidDataException">As <see cref="Open"/>, or there is no such dictionary.</exception>
    public static ITensorSource OpenTensors(string path, string? key = null)
    {
        var file = Open(path);
        try
        {
            var entries = file.Dictionary(key).Where(entry => entry.Key is string).Select(entry => ((string)entry.Key, entry.Value)).ToList();
            var tensors = entries.Where(entry => entry.Value is TorchTensor).Select(entry => ((TorchTensor)entry.Value!).Stored.Named(entry.Item1));
            var unreadable = entries.Where(entry => entry.Value is UnreadableTensor).ToDictionary(entry => entry.Item1, entry => ((UnreadableTensor)entry.Value!).Type);
            return new StoredTensors(path, file, [.. tensors], unreadable);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    internal static bool IsTorch(ByteSource file) => ZipDirectory.IsZip(file) || TorchLegacy.IsLegacy(file);

    private static bool HoldsTensors(object? value) => value is PickleDictionary entries && entries.Values.Any(entry => entry is TorchTensor);

    private PickleDictionary Dictionary(string? key)
    {
        var value = Root;
        if (key is not null && Root is PickleDictionary root && !root.TryGetValue(key, out value))
            throw _file.Bad($"its dictionary has no entry '{key}'.");
        if (key is null && Root is PickleDictionary outer && !HoldsTensors(outer))
            value = WrapperKeys.Select(name => outer.GetValueOrDefault(name)).FirstOrDefault(HoldsTensors) ?? outer;
        return value as PickleDictionary ?? throw _file.Bad("it holds no dictionary from names to tensors.");
    }
}

/// <summary>A tensor in a PyTorch file, read when asked for, while the file is open.</summary>
public sealed class TorchTensor
{
    internal TorchTensor(StoredTensor stored) => Stored = stored;

    public TensorType Type => Stored.Info.Type;

    /// <summary>The size of each axis; empty for a single value.</summary>
    public IReadOnlyList<long> Shape => Stored.Info.Shape;

    /// <summary>The number of elements.</summary>
    public long Count => Stored.Info.Count;

    internal StoredTensor Stored { get; }

    /// <summary>Reads a tensor of floating-point type as float32, in C order; see <see cref="ITensorSource"/>.</summary>
    public void Read(Span<float> destination) => Stored.Read(destination);

    /// <summary>Reads a tensor of integer or bool type, in C order; see <see cref="ITensorSource"/>.</summary>
    public void Read(Span<long> destination) => Stored.Read(destination);
}
