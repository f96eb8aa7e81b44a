using System.Text.Json;
using Quanta.Formats.Text;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.GptNeoX;

/// <summary>Reads a checkpoint's config.json, in the spellings of all versions that published GPT-NeoX models carry.</summary>
public static class GptNeoXConfigFile
{
    /// <summary>Reads and validates.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON object, lacks a size, or describes another kind of model or an impossible one.</exception>
    public static GptNeoXConfig Read(string path)
    {
        try
        {
            using var document = PythonJson.Read(path, "a config.json");
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException($"{path} must hold a JSON object, but it holds {document.RootElement.ValueKind}.");
            var config = Read(new ConfigFields(path, document.RootElement));
            return config.FindFault() is { } fault ? throw new InvalidDataException($"{path} describes no possible model: {fault}.") : config;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is not valid JSON: {exception.Message}", exception);
        }
    }

    private static GptNeoXConfig Read(ConfigFields fields)
    {
        var type = fields.Text("model_type") ?? "gpt_neox";
        if (type != "gpt_neox") throw fields.Wrong("model_type", "gpt_neox", type);
        var rope = fields.Inner("rope_parameters") ?? fields.Inner("rope_scaling");
        var ropeType = rope?.Text("rope_type") ?? rope?.Text("type") ?? "default";
        if (ropeType != "default") throw fields.Wrong("rope_type", "default (plain rotary positions)", ropeType);
        var hidden = fields.RequiredSize("hidden_size");
        var defaults = new GptNeoXConfig { HiddenSize = hidden, Layers = 1, Heads = 1, FeedForwardSize = 1, VocabularySize = 1 };
        return defaults with
        {
            Layers = fields.RequiredSize("num_hidden_layers"),
            Heads = fields.RequiredSize("num_attention_heads"),
            FeedForwardSize = fields.RequiredSize("intermediate_size"),
            VocabularySize = fields.RequiredSize("vocab_size"),
            MaximumPositions = fields.Size("max_position_embeddings") ?? defaults.MaximumPositions,
            RotaryFraction = fields.Number("rotary_pct") ?? rope?.Number("partial_rotary_factor") ?? fields.Number("partial_rotary_factor") ?? defaults.RotaryFraction,
            RotaryBase = fields.Number("rotary_emb_base") ?? rope?.Number("rope_theta") ?? fields.Number("rope_theta") ?? defaults.RotaryBase,
            ParallelResidual = fields.Flag("use_parallel_residual") ?? defaults.ParallelResidual,
            LayerNormEpsilon = (float)(fields.Number("layer_norm_eps") ?? defaults.LayerNormEpsilon),
            Activation = Activation(fields),
            TiedEmbeddings = fields.Flag("tie_word_embeddings") ?? defaults.TiedEmbeddings,
            AttentionBias = fields.Flag("attention_bias") ?? defaults.AttentionBias,
        };
    }

    private static GeluForm Activation(ConfigFields fields) => fields.Text("hidden_act") switch
    {
        null or "gelu" => GeluForm.Exact,
        "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => GeluForm.Tanh,
        var other => throw fields.Wrong("hidden_act", "gelu, gelu_new, gelu_fast or gelu_pytorch_tanh", other),
    };
}
