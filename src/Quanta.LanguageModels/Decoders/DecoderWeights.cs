using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Decoders;

/// <summary>A parameter's values on a device.</summary>
internal sealed record Parameter(ParameterInfo Info, DeviceMatrix Values);

/// <summary>output = input weight^T + bias.</summary>
internal sealed record LinearParameters(Parameter Weight, Parameter? Bias)
{
    public DeviceMatrix BiasValues => Bias is null ? default : Bias.Values;
}

/// <summary>A norm's; one of the root mean square has no bias.</summary>
internal sealed record NormParameters(Parameter Weight, Parameter? Bias)
{
    public DeviceMatrix BiasValues => Bias is null ? default : Bias.Values;
}

/// <summary>The norms that a layer may have; null where it has none.</summary>
internal sealed record LayerNorms(
    NormParameters? Attention, NormParameters? AttentionOutput, NormParameters? AfterAttention, NormParameters? Mlp, NormParameters? MlpOutput, NormParameters? AfterMlp,
    NormParameters? Query, NormParameters? Key)
{
    public IEnumerable<NormParameters> All =>
        new[] { Attention, AttentionOutput, AfterAttention, Mlp, MlpOutput, AfterMlp, Query, Key }.OfType<NormParameters>();
}

internal sealed record LayerParameters(LayerNorms Norms, LinearParameters Projections, LinearParameters AttentionOutput, LinearParameters Up, LinearParameters Down);

/// <summary>All parameters of a model, or their gradients or moments, on one device, one buffer each.</summary>
internal sealed class DecoderWeights : IDisposable
{
    private readonly Dictionary<(DecoderPart Part, bool IsBias, int? Layer), Parameter> _byPlace = [];

    /// <param name="shape">The model.</param>
    /// <param name="device">Where the values lie.</param>
    /// <param name="typeOf">How each parameter is kept; float32 where nothing is said.</param>
    public DecoderWeights(DecoderShape shape, IDevice device, Func<ParameterInfo, ElementType>? typeOf = null)
    {
        try
        {
            foreach (var info in DecoderParameters.Of(shape))
                _byPlace.Add((info.Part, info.IsBias, info.Layer), new Parameter(info, device.Allocate(info.Length, typeOf?.Invoke(info) ?? ElementType.Float32).View(0, info.RowCount, info.ColumnCount)));
        }
        catch
        {
            Dispose();
            throw;
        }
        Embedding = Weight(DecoderPart.Embedding)!;
        Positions = Weight(DecoderPart.Positions);
        EmbeddingMap = Weight(DecoderPart.EmbeddingMap);
        FinalNorm = Norm(DecoderPart.FinalNorm);
        UnembeddingMap = Weight(DecoderPart.UnembeddingMap);
        Unembedding = new(Weight(DecoderPart.Unembedding) ?? Embedding, Bias(DecoderPart.Unembedding));
        Layers = [.. Enumerable.Range(0, shape.Layers).Select(Layer)];
    }

    public IReadOnlyCollection<Parameter> All => _byPlace.Values;

    public Parameter Embedding { get; }

    public Parameter? Positions { get; }

    public Parameter? EmbeddingMap { get; }

    public IReadOnlyList<LayerParameters> Layers { get; }

    public NormParameters? FinalNorm { get; }

    public Parameter? UnembeddingMap { get; }

    /// <summary>Its weight is the embedding itself when they are tied.</summary>
    public LinearParameters Unembedding { get; }

    /// <summary>The values in a parameter's place.</summary>
    public DeviceMatrix Of(ParameterInfo parameter) => _byPlace[(parameter.Part, parameter.IsBias, parameter.Layer)].Values;

    public void Dispose()
    {
        foreach (var parameter in _byPlace.Values) parameter.Values.Buffer.Dispose();
    }

    private LayerParameters Layer(int layer) => new(
        new(Norm(DecoderPart.AttentionNorm, layer), Norm(DecoderPart.AttentionOutputNorm, layer), Norm(DecoderPart.AfterAttentionNorm, layer),
            Norm(DecoderPart.MlpNorm, layer), Norm(DecoderPart.MlpOutputNorm, layer), Norm(DecoderPart.AfterMlpNorm, layer),
            Norm(DecoderPart.QueryNorm, layer), Norm(DecoderPart.KeyNorm, layer)),
        Linear(DecoderPart.Projections, layer), Linear(DecoderPart.AttentionOutput, layer), Linear(DecoderPart.Up, layer), Linear(DecoderPart.Down, layer));

    private LinearParameters Linear(DecoderPart part, int layer) => new(Weight(part, layer)!, Bias(part, layer));

    private NormParameters? Norm(DecoderPart part, int? layer = null) => Weight(part, layer) is { } weight ? new(weight, Bias(part, layer)) : null;

    private Parameter? Weight(DecoderPart part, int? layer = null) => _byPlace.GetValueOrDefault((part, false, layer));

    private Parameter? Bias(DecoderPart part, int? layer = null) => _byPlace.GetValueOrDefault((part, true, layer));
}
