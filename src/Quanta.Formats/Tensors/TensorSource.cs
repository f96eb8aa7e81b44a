using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Quanta.Formats.Arrays;
using Quanta.Formats.Files;

namespace Quanta.Formats.Tensors;

/// <summary>Opens checkpoints.</summary>
public static class TensorSource
{
    private static readonly string[] TorchEndings = [".bin", ".pt", ".pth"], WrapperPrefixes = ["module.", "_orig_mod."];

    private static readonly (string Name, Func<string, ITensorSource> Open)[] FolderFiles =
    [
        ("model.safetensors", OpenFile),
        ("model.safetensors.index.json", path => WithoutWrappers(new ShardedTensors(path))),
        ("pytorch_model.bin", OpenFile),
        ("pytorch_model.bin.index.json", path => WithoutWrappers(new ShardedTensors(path))),
    ];

    /// <summary>The files that a model's weights may be in, in the order in which <see cref="OpenFolder"/> looks for them.</summary>
    public static IReadOnlyList<string> FolderFileNames { get; } = [.. FolderFiles.Select(file => file.Name)];

    /// <summary>Opens a model folder of the Hugging Face layout: the first of model.safetensors, model.safetensors.index.json, pytorch_model.bin and
    /// pytorch_model.bin.index.json that is there.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">None of the files is there.</exception>
    /// <exception cref="InvalidDataException">The file, or a shard, is damaged, missing or lacks a tensor that the index names.</exception>
    public static ITensorSource OpenFolder(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{folder}: there is no such folder; a folder with a model is required.");
        foreach (var (name, open) in FolderFiles)
            if (Path.Combine(folder, name) is var path && File.Exists(path)) return open(path);
        throw new FileNotFoundException($"{folder}: there is no model in this folder; one of {string.Join(", ", FolderFileNames)} is required.");
    }

    /// <summary>Opens one file, telling by its content: .safetensors, or a PyTorch file that holds a dictionary of tensors.</summary>
    /// <remarks>The prefixes <c>module.</c> and <c>_orig_mod.</c>, which PyTorch's wrappers for several devices and for compilation put before every name, are
    /// left out.</remarks>
    /// <exception cref="InvalidDataException">The file is neither, or is damaged.</exception>
    public static ITensorSource OpenFile(string path) => WithoutWrappers(OpenAsNamed(path));

    internal static ITensorSource OpenAsNamed(string path)
    {
        var isNamedSafetensors = path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);
        var isNamedTorch = TorchEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        bool isTorch, isSafetensors;
        using (var file = MappedFile.Open(path, isNamedSafetensors ? "a .safetensors file" : isNamedTorch ? "a PyTorch file" : "a .safetensors or PyTorch file"))
            (isTorch, isSafetensors) = (TorchFile.IsTorch(file), SafetensorsHeader.IsSafetensors(file));
        if (!isTorch && !isSafetensors && isNamedTorch)
            throw BadFile.Because(path, "it is no PyTorch file: it is neither a zip archive nor begins with PyTorch's magic number.");
        return isTorch ? TorchFile.OpenTensors(path) : Safetensors.Open(path);
    }

    private static ITensorSource WithoutWrappers(ITensorSource source)
    {
        var names = source.Tensors.Keys.Concat(source.UnreadableTensors.Keys).ToDictionary(name => name, Bare);
        return names.All(name => name.Key == name.Value) || names.Values.Distinct().Count() < names.Count ? source : new RenamedTensors(source, names);
    }

    private static string Bare(string name)
    {
        while (WrapperPrefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix) name = name[prefix.Length..];
        return name;
    }

    private sealed class RenamedTensors(ITensorSource source, Dictionary<string, string> names) : ITensorSource
    {
        private readonly Dictionary<string, string> _originals = names.ToDictionary(name => name.Value, name => name.Key);

        public IReadOnlyDictionary<string, TensorInfo> Tensors { get; } =
            source.Tensors.Values.ToDictionary(info => names[info.Name], info => info with { Name = names[info.Name] });

        public IReadOnlyDictionary<string, string> UnreadableTensors { get; } = source.UnreadableTensors.ToDictionary(entry => names[entry.Key], entry => entry.Value);

        public void Read(string name, Span<float> destination) => source.Read(_originals.GetValueOrDefault(name, name), destination);

        public void Read(string name, Span<long> destination) => source.Read(_originals.GetValueOrDefault(name, name), destination);

        public void Dispose() => source.Dispose();
    }
}

/// <summary>The tensors of a checkpoint by name, read one at a time when asked for.</summary>
/// <remarks>Reading is safe from several threads.</remarks>
public interface ITensorSource : IDisposable
{
    /// <summary>Every tensor that can be read, stray buffers included.</summary>
    IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>Tensors of element types that cannot be read here, such as F8_E4M3: the type by name. They are not among <see cref="Tensors"/>.</summary>
    IReadOnlyDictionary<string, string> UnreadableTensors { get; }

    /// <summary>Reads a tensor of floating-point type, converted to float32 (float64 is rounded), in C order.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="destination">As many values as the tensor has.</param>
    /// <exception cref="InvalidDataException">There is no such tensor, or it holds integers.</exception>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    void Read(string name, Span<float> destination);

    /// <summary>Reads a tensor of integer or bool type, in C order.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="destination">As many values as the tensor has.</param>
    /// <exception cref="InvalidDataException">There is no such tensor, or it holds floating-point values, or an integer above 2^63.</exception>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    void Read(string name, Span<long> destination);
}

/// <summary>What a checkpoint says of a tensor, checked against the file's size.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Type">Its element type in the file.</param>
/// <param name="Shape">The size of each axis; empty for a single value.</param>
public sealed record TensorInfo(string Name, TensorType Type, IReadOnlyList<long> Shape)
{
    /// <summary>The number of elements.</summary>
    public long Count => ArrayShape.Count([.. Shape]) ?? throw new InvalidOperationException($"The shape of '{Name}' is not valid.");

    public override string ToString() => $"{Name} {Type} {ArrayShape.Text([.. Shape])}";
}

/// <summary>The element types of tensors in checkpoints.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the field's names of element types.")]
public enum TensorType
{
    Float64,
    Float32,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt64,
    UInt32,
    UInt16,
    UInt8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}

/// <summary>Sizes of element types and conversions of raw elements.</summary>
internal static class TensorTypes
{
    /// <summary>Bytes an element.</summary>
    public static int Size(TensorType type) => type switch
    {
        TensorType.Float64 or TensorType.Int64 or TensorType.UInt64 => 8,
        TensorType.Float32 or TensorType.Int32 or TensorType.UInt32 => 4,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 or TensorType.UInt16 => 2,
        TensorType.Int8 or TensorType.UInt8 or TensorType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type is unknown."),
    };

    public static bool IsFloat(TensorType type) => type is TensorType.Float64 or TensorType.Float32 or TensorType.Float16 or TensorType.BFloat16;

    /// <summary>Converts raw elements of a floating-point type.</summary>
    public static void ToSingle(TensorType type, ReadOnlySpan<byte> raw, Span<float> destination)
    {
        switch (type)
        {
            case TensorType.Float32: MemoryMarshal.Cast<byte, float>(raw).CopyTo(destination); break;
            case TensorType.Float16: NumberConversion.Convert(MemoryMarshal.Cast<byte, Half>(raw), destination); break;
            case TensorType.BFloat16: BFloat16.ToSingle(MemoryMarshal.Cast<byte, ushort>(raw), destination); break;
            case TensorType.Float64: NumberConversion.Convert(MemoryMarshal.Cast<byte, double>(raw), destination); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "The type is not a floating-point type.");
        }
    }

    /// <summary>Converts raw elements of an integer type.</summary>
    /// <returns>The index of the first that is too large, or <see cref="NumberConversion.AllExact"/>.</returns>
    public static int ToInt64(TensorType type, ReadOnlySpan<byte> raw, Span<long> destination) => type switch
    {
        TensorType.Int64 => NumberConversion.Convert(MemoryMarshal.Cast<byte, long>(raw), destination),
        TensorType.Int32 => NumberConversion.Convert(MemoryMarshal.Cast<byte, int>(raw), destination),
        TensorType.Int16 => NumberConversion.Convert(MemoryMarshal.Cast<byte, short>(raw), destination),
        TensorType.Int8 => NumberConversion.Convert(MemoryMarshal.Cast<byte, sbyte>(raw), destination),
        TensorType.UInt64 => NumberConversion.Convert(MemoryMarshal.Cast<byte, ulong>(raw), destination),
        TensorType.UInt32 => NumberConversion.Convert(MemoryMarshal.Cast<byte, uint>(raw), destination),
        TensorType.UInt16 => NumberConversion.Convert(MemoryMarshal.Cast<byte, ushort>(raw), destination),
        TensorType.UInt8 or TensorType.Bool => NumberConversion.Convert(raw, destination),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type is not an integer type."),
    };
}
