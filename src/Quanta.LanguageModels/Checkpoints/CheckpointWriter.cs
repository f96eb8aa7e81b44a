using System.Text.Json;
using Quanta.Formats.Files;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Checkpoints;

/// <summary>Writes checkpoints in the layout of published models, which <see cref="Checkpoint"/> and Hugging Face's transformers read.</summary>
public static class CheckpointWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes model.safetensors, tokenizer.json where one is given and, last, config.json, so that a folder with a config.json is whole.</summary>
    /// <param name="folder">Made where it does not exist.</param>
    /// <param name="model">The model.</param>
    /// <param name="type">Float32 or Float16.</param>
    /// <param name="tokenizer">A tokenizer.json to copy, or null.</param>
    /// <exception cref="NotSupportedException">Models of this family are read but not written.</exception>
    public static void Write(string folder, DecoderModel model, TensorType type, string? tokenizer = null)
    {
        Directory.CreateDirectory(folder);
        var architecture = ArchitectureRegistry.Get(model.Shape.ModelType);
        var config = architecture.Write(model.Shape);
        config["torch_dtype"] = type == TensorType.Float16 ? "float16" : "float32";
        Safetensors.Write(
            Path.Combine(folder, "model.safetensors"),
            model.Weights.All.SelectMany(parameter => architecture.Stored(model.Shape, parameter.Info).Select(tensor => Content(model.Device, parameter, tensor, type))));
        if (tokenizer is not null) AtomicFile.Write(Path.Combine(folder, "tokenizer.json"), stream => stream.Write(TokenizerFiles.JsonOf(tokenizer)));
        AtomicFile.WriteText(Path.Combine(folder, "config.json"), config.ToJsonString(Indented) + "\n");
    }

    /// <summary>A parameter as this house keeps it, for what only this house reads.</summary>
    internal static TensorContent Content(IDevice device, Parameter parameter, string prefix) => new(
        new TensorInfo(prefix + parameter.Info.Name, TensorType.Float32, [.. parameter.Info.Shape.Select(size => (long)size)]),
        values => device.Download(parameter.Values, values));

    private static TensorContent Content(IDevice device, Parameter parameter, StoredTensor tensor, TensorType type) => new(
        new TensorInfo(tensor.Name, type, [.. tensor.Shape.Select(size => (long)size)]),
        stored =>
        {
            if (tensor.IsPlain)
            {
                device.Download(parameter.Values, stored);
                return;
            }
            var values = new float[parameter.Info.Length];
            device.Download(parameter.Values, values);
            tensor.Extract(values, stored);
        });
}
