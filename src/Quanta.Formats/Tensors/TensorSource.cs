using Quanta.Formats.Files;

namespace Quanta.Formats.Tensors;

/// <summary>Opens checkpoints.</summary>
public static class TensorSource
{
    private static readonly (string Name, Func<string, ITensorSource> Open)[] FolderFiles =
    [
        ("model.safetensors", OpenFile),
        ("model.safetensors.index.json", path => new ShardedTensors(path)),
        ("pytorch_model.bin", OpenFile),
        ("pytorch_model.bin.index.json", path => new ShardedTensors(path)),
    ];

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
        var names = string.Join(", ", FolderFiles.Select(file => file.Name));
        throw new FileNotFoundException($"{folder}: there is no model in this folder; one of {names} is required.");
    }

    /// <summary>Opens one file, telling by its content: .safetensors, or a PyTorch file that holds a dictionary of tensors.</summary>
    /// <exception cref="InvalidDataException">The file is neither, or is damaged.</exception>
    public static ITensorSource OpenFile(string path)
    {
        bool isTorch;
        using (var file = MappedFile.Open(path)) isTorch = TorchFile.IsTorch(file);
        return isTorch ? TorchFile.OpenTensors(path) : Safetensors.Open(path);
    }
}
