using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Which parts of a backward pass a parameter set makes necessary: nothing is computed below the lowest wanted parameter.</summary>
internal sealed class BackwardScope(GptNeoXModel model, ParameterSet parameters)
{
    private readonly int _lowestLayer = LowestLayer(model, parameters);

    public bool Embedding { get; } = Wants(parameters, model.Weights.Embedding);

    public bool Unembedding { get; } = Wants(parameters, model.Weights.Unembedding);

    /// <summary>A parameter of the layer, or one below it, is wanted.</summary>
    public bool Enters(int layer) => Embedding || _lowestLayer <= layer;

    /// <summary>A parameter below the layer is wanted: the gradient must be passed to the layer's input.</summary>
    public bool Crosses(int layer) => Embedding || _lowestLayer < layer;

    /// <summary>The gradient of the MLP's input is needed: to cross the layer, for its layer norm, or because the attention lies below it.</summary>
    public bool CrossesMlp(int layer) =>
        Crosses(layer) || Wants(parameters, model.Weights.Layers[layer].MlpNorm) || (!model.Config.ParallelResidual && EntersAttention(layer));

    /// <summary>The gradient of the attention's output is needed.</summary>
    public bool EntersAttention(int layer) => EntersProjections(layer) || Wants(parameters, model.Weights.Layers[layer].Dense);

    /// <summary>The gradient of queries, keys and values is needed.</summary>
    public bool EntersProjections(int layer) => CrossesProjections(layer) || Wants(parameters, model.Weights.Layers[layer].Projections);

    /// <summary>The gradient of the attention's input is needed.</summary>
    public bool CrossesProjections(int layer) => Crosses(layer) || Wants(parameters, model.Weights.Layers[layer].AttentionNorm);

    private static int LowestLayer(GptNeoXModel model, ParameterSet parameters)
    {
        var layers = model.Weights.Layers;
        for (var i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            if (Wants(parameters, layer.AttentionNorm) || Wants(parameters, layer.MlpNorm)) return i;
            if (new[] { layer.Projections, layer.Dense, layer.Up, layer.Down }.Any(linear => Wants(parameters, linear))) return i;
        }
        return layers.Count;
    }

    private static bool Wants(ParameterSet parameters, LinearParameters linear) => Wants(parameters, linear.Weight) || Wants(parameters, linear.Bias);

    private static bool Wants(ParameterSet parameters, LayerNormParameters norm) => Wants(parameters, norm.Weight) || Wants(parameters, norm.Bias);

    private static bool Wants(ParameterSet parameters, Parameter? parameter) => parameter is not null && parameters.Find(parameter.Info.Name) is not null;
}
