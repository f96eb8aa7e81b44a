namespace Quanta.LanguageModels.GptNeoX;

/// <summary>A parameter tensor of a model, under the name that published checkpoints use.</summary>
/// <param name="Name">E.g. gpt_neox.layers.0.attention.dense.weight.</param>
/// <param name="Shape">[outputs, inputs] of a matrix, [size] of a vector.</param>
public sealed record ParameterInfo(string Name, IReadOnlyList<int> Shape)
{
    public int RowCount => Shape.Count == 2 ? Shape[0] : 1;

    public int ColumnCount => Shape[^1];

    public long Length => (long)RowCount * ColumnCount;

    /// <summary>Whether this is a matrix within the layers, whose gradient is a sum of outer products over positions; the embeddings are not counted.</summary>
    public bool IsLinearWeight => Shape.Count == 2 && Name is not (GptNeoXParameters.Embedding or GptNeoXParameters.Unembedding);
}

/// <summary>The names and shapes of a model's parameters.</summary>
public static class GptNeoXParameters
{
    internal const string Embedding = "gpt_neox.embed_in.weight", Unembedding = "embed_out.weight";
    internal const string FinalNormWeight = "gpt_neox.final_layer_norm.weight", FinalNormBias = "gpt_neox.final_layer_norm.bias";

    /// <summary>Every parameter in model order: embedding, layers, final layer norm and, unless tied, the output map.</summary>
    public static IReadOnlyList<ParameterInfo> Of(GptNeoXConfig config)
    {
        var (hidden, vocabulary) = (config.HiddenSize, config.VocabularySize);
        var list = new List<ParameterInfo> { new(Embedding, [vocabulary, hidden]) };
        for (var layer = 0; layer < config.Layers; layer++) list.AddRange(OfLayer(config, layer));
        list.Add(new(FinalNormWeight, [hidden]));
        list.Add(new(FinalNormBias, [hidden]));
        if (!config.TiedEmbeddings) list.Add(new(Unembedding, [vocabulary, hidden]));
        return list;
    }

    /// <summary>How many parameters a model has without its embedding and its output map: the N of scaling laws (Kaplan et al. 2020, section 2.1).</summary>
    public static long NonEmbeddingCount(GptNeoXConfig config) => Of(config).Where(parameter => parameter.Name is not (Embedding or Unembedding)).Sum(parameter => parameter.Length);

    /// <summary>The bytes of all parameters as float32 values.</summary>
    public static long ByteCount(GptNeoXConfig config) => sizeof(float) * Of(config).Sum(parameter => parameter.Length);

    private static IEnumerable<ParameterInfo> OfLayer(GptNeoXConfig config, int layer)
    {
        var (hidden, wide) = (config.HiddenSize, config.FeedForwardSize);
        var name = new LayerParameterNames(layer);
        yield return new(name.AttentionNormWeight, [hidden]);
        yield return new(name.AttentionNormBias, [hidden]);
        yield return new(name.MlpNormWeight, [hidden]);
        yield return new(name.MlpNormBias, [hidden]);
        yield return new(name.ProjectionsWeight, [3 * hidden, hidden]);
        if (config.AttentionBias) yield return new(name.ProjectionsBias, [3 * hidden]);
        yield return new(name.DenseWeight, [hidden, hidden]);
        if (config.AttentionBias) yield return new(name.DenseBias, [hidden]);
        yield return new(name.UpWeight, [wide, hidden]);
        yield return new(name.UpBias, [wide]);
        yield return new(name.DownWeight, [hidden, wide]);
        yield return new(name.DownBias, [hidden]);
    }
}

/// <summary>The published names of one layer's parameters.</summary>
internal sealed class LayerParameterNames(int layer)
{
    private readonly string _prefix = $"gpt_neox.layers.{layer}.";

    public string AttentionNormWeight => _prefix + "input_layernorm.weight";

    public string AttentionNormBias => _prefix + "input_layernorm.bias";

    public string MlpNormWeight => _prefix + "post_attention_layernorm.weight";

    public string MlpNormBias => _prefix + "post_attention_layernorm.bias";

    public string ProjectionsWeight => _prefix + "attention.query_key_value.weight";

    public string ProjectionsBias => _prefix + "attention.query_key_value.bias";

    public string DenseWeight => _prefix + "attention.dense.weight";

    public string DenseBias => _prefix + "attention.dense.bias";

    public string UpWeight => _prefix + "mlp.dense_h_to_4h.weight";

    public string UpBias => _prefix + "mlp.dense_h_to_4h.bias";

    public string DownWeight => _prefix + "mlp.dense_4h_to_h.weight";

    public string DownBias => _prefix + "mlp.dense_4h_to_h.bias";
}
