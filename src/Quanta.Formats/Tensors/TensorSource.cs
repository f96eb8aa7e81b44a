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
