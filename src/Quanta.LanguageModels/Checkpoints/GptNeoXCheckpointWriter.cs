using System.Text.Json;
using Quanta.Formats.Files;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Checkpoints;

/// <summary>Writes checkpoints in the layout of published models, which <see cref="GptNeoXCheckpoint"/> and Hugging Face's transformers read.</summary>
public static class GptNeoXCheckpointWriter
{
    /// <summary>Writes model.safetensors, tokenizer.json where one is given and, last, config.json, so that a folder with a config.json is whole.</summary>
    /// <param name="folder">Made where it does not exist.</param>
    /// <param name="model">The model.</param>
    /// <param name="type">Float32 or Float16.</param>
    /// <param name="tokenizer">A tokenizer.json to copy, or null.</param>
    public static void Write(string folder, GptNeoXModel model, TensorType type, string? tokenizer = null)
    {
        Directory.CreateDirectory(folder);
        Safetensors.Write(Path.Combine(folder, "model.safetensors"), model.Weights.All.Select(parameter => Content(model.Device, parameter, type)));
        if (tokenizer is not null) AtomicFile.Write(Path.Combine(folder, "tokenizer.json"), stream => stream.Write(File.ReadAllBytes(tokenizer)));
        WriteConfig(Path.Combine(folder, "config.json"), model.Config, type);
    }

    internal static TensorContent Content(IDevice device, Parameter parameter, TensorType type, string prefix = "") => new(
        new TensorInfo(prefix + parameter.Info.Name, type, [.. parameter.Info.Shape.Select(size => (long)size)]),
        values => device.Download(parameter.Values, values));

    private static void WriteConfig(string path, GptNeoXConfig config, TensorType type) => AtomicFile.Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("architectures");
            json.WriteStringValue("GPTNeoXForCausalLM");
            json.WriteEndArray();
            json.WriteString("model_type", "gpt_neox");
            WriteSizes(json, config);
            json.WriteString("torch_dtype", type == TensorType.Float16 ? "float16" : "float32");
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    });

    private static void WriteSizes(Utf8JsonWriter json, GptNeoXConfig config)
    {
        json.WriteNumber("vocab_size", config.VocabularySize);
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("num_hidden_layers", config.Layers);
        json.WriteNumber("num_attention_heads", config.Heads);
        json.WriteNumber("intermediate_size", config.FeedForwardSize);
        json.WriteNumber("max_position_embeddings", config.MaximumPositions);
        json.WriteString("hidden_act", config.Activation == GeluForm.Exact ? "gelu" : "gelu_new");
        json.WriteNumber("rotary_pct", config.RotaryFraction);
        json.WriteNumber("rotary_emb_base", config.RotaryBase);
        json.WriteNumber("layer_norm_eps", config.LayerNormEpsilon);
        json.WriteBoolean("use_parallel_residual", config.ParallelResidual);
        json.WriteBoolean("tie_word_embeddings", config.TiedEmbeddings);
        json.WriteBoolean("attention_bias", config.AttentionBias);
        json.WriteNumber("bos_token_id", 0);
        json.WriteNumber("eos_token_id", 0);
    }
}
