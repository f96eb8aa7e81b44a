using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>Qwen2 and Qwen2.5 (Yang et al. 2024): Llama with biases of queries, keys and values always, and windows only where they are switched on.</summary>
internal class Qwen2 : Llama
{
    public override string ModelType => "qwen2";

    public override DecoderShape Read(ConfigFields fields)
    {
        var shape = ReadKin(fields);
        return shape with { KeyHeads = fields.Size("num_key_value_heads") ?? 32, ProjectionBias = true, Windows = QwenWindows(fields, shape.Layers) };
    }

    /// <summary>With use_sliding_window the layers from max_window_layers on, or as layer_types says; otherwise none.</summary>
    protected static int[] QwenWindows(ConfigFields fields, int layers)
    {
        if (fields.Flag("use_sliding_window") is not true) return [];
        var (window, first) = (fields.Has("sliding_window") ? fields.Size("sliding_window") : 4096, fields.Size("max_window_layers") ?? 28);
        return Windows(fields, layers, window, layer => layer >= first);
    }
}

/// <summary>Qwen3 (Yang et al. 2025): Llama with heads of 128 where nothing is said, whose queries and keys are normalised.</summary>
internal sealed class Qwen3 : Qwen2
{
    public override string ModelType => "qwen3";

    public override DecoderShape Read(ConfigFields fields)
    {
        var (shape, bias, head) = (ReadKin(fields), fields.Flag("attention_bias") ?? false, fields.Size("head_dim") ?? 128);
        return shape with
        {
            KeyHeads = fields.Size("num_key_value_heads") ?? 32,
            HeadSize = head,
            RotaryDimensions = head,
            QueryKeyNorm = QueryKeyNorm.SharedByHeads,
            ProjectionBias = bias,
            AttentionOutputBias = bias,
            Windows = QwenWindows(fields, shape.Layers),
        };
    }
}
