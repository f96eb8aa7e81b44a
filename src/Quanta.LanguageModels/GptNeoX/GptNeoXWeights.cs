using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.GptNeoX;

/// <summary>A parameter's values on a device.</summary>
internal sealed record Parameter(ParameterInfo Info, DeviceMatrix Values);

/// <summary>output = input weight^T + bias.</summary>
internal sealed record LinearParameters(Parameter Weight, Parameter? Bias)
{
    public DeviceMatrix BiasValues => Bias is null ? default : Bias.Values;
}

internal sealed record LayerNormParameters(Parameter Weight, Parameter Bias);

internal sealed record LayerParameters(
    LayerNormParameters AttentionNorm, LayerNormParameters MlpNorm,
    LinearParameters Projections, LinearParameters Dense, LinearParameters Up, LinearParameters Down);

/// <summary>All parameters of a model on one device, one buffer each.</summary>
internal sealed class GptNeoXWeights : IDisposable
{
    private readonly Dictionary<string, Parameter> _byName = [];

    public GptNeoXWeights(GptNeoXConfig config, IDevice device)
    {
        try
        {
            foreach (var info in GptNeoXParameters.Of(config))
                _byName.Add(info.Name, new Parameter(info, device.Allocate(info.Length).View(0, info.RowCount, info.ColumnCount)));
        }
        catch
        {
            Dispose();
            throw;
        }
        Embedding = _byName[GptNeoXParameters.Embedding];
        Unembedding = config.TiedEmbeddings ? Embedding : _byName[GptNeoXParameters.Unembedding];
        FinalNorm = new(_byName[GptNeoXParameters.FinalNormWeight], _byName[GptNeoXParameters.FinalNormBias]);
        Layers = [.. Enumerable.Range(0, config.Layers).Select(Layer)];
    }

    public IReadOnlyCollection<Parameter> All => _byName.Values;

    public Parameter Embedding { get; }

    public IReadOnlyList<LayerParameters> Layers { get; }

    public LayerNormParameters FinalNorm { get; }

    /// <summary>The embedding itself when they are tied.</summary>
    public Parameter Unembedding { get; }

    public void Dispose()
    {
        foreach (var parameter in _byName.Values) parameter.Values.Buffer.Dispose();
    }

    private LayerParameters Layer(int layer)
    {
        var name = new LayerParameterNames(layer);
        return new(
            new(_byName[name.AttentionNormWeight], _byName[name.AttentionNormBias]),
            new(_byName[name.MlpNormWeight], _byName[name.MlpNormBias]),
            Linear(name.ProjectionsWeight, name.ProjectionsBias), Linear(name.DenseWeight, name.DenseBias),
            Linear(name.UpWeight, name.UpBias), Linear(name.DownWeight, name.DownBias));
    }

    private LinearParameters Linear(string weight, string bias) => new(_byName[weight], _byName.GetValueOrDefault(bias));
}
