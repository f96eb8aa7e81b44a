using Quanta.LanguageModels.Gradients;

namespace Quanta.LanguageModels.Decoders;

/// <summary>Which parts of a backward pass a parameter set makes necessary: nothing is computed below the lowest wanted parameter.</summary>
internal sealed class BackwardScope(DecoderModel model, ParameterSet parameters)
{
    private readonly HashSet<(int? Layer, DecoderPart Part)> _wanted = [.. parameters.Slices.Select(slice => (slice.Parameter.Layer, slice.Parameter.Part))];
    private readonly int _lowestLayer = parameters.Slices.Min(slice => slice.Parameter.Layer) ?? model.Shape.Layers;

    /// <summary>What makes the stream of the tokens is wanted.</summary>
    public bool EntersEmbeddings { get; } = parameters.Slices.Any(slice => slice.Parameter.Role == ParameterRole.Embedding);

    /// <summary>A parameter of the layer, or one below it, is wanted.</summary>
    public bool Enters(int layer) => EntersEmbeddings || _lowestLayer <= layer;

    /// <summary>A parameter below the layer is wanted: the gradient must be passed to the layer's input.</summary>
    public bool Crosses(int layer) => EntersEmbeddings || _lowestLayer < layer;

    /// <summary>The gradient of the MLP's input is needed: to cross the layer, for its norm, or because the attention lies below it.</summary>
    public bool CrossesMlp(int layer) =>
        Crosses(layer) || Wants(layer, DecoderPart.MlpNorm) || (!model.Shape.ParallelResidual && EntersAttention(layer))
        || (BackwardPass.SharesNorm(model.Shape) && CrossesProjections(layer));

    /// <summary>The gradient of what attention gives is needed.</summary>
    public bool EntersAttention(int layer) =>
        EntersProjections(layer) || Wants(layer, DecoderPart.AttentionOutput, DecoderPart.AttentionOutputNorm, DecoderPart.AfterAttentionNorm);

    /// <summary>The gradient of queries, keys and values is needed.</summary>
    public bool EntersProjections(int layer) => CrossesProjections(layer) || Wants(layer, DecoderPart.Projections, DecoderPart.QueryNorm, DecoderPart.KeyNorm);

    /// <summary>The gradient of the attention's input is needed.</summary>
    public bool CrossesProjections(int layer) => Crosses(layer) || Wants(layer, DecoderPart.AttentionNorm);

    private bool Wants(int layer, params ReadOnlySpan<DecoderPart> parts)
    {
        foreach (var part in parts)
            if (_wanted.Contains((layer, part))) return true;
        return false;
    }
}
