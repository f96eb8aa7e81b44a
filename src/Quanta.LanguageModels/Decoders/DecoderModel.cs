using Quanta.LanguageModels.Checkpoints;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Decoders;

/// <summary>Fills a parameter's values, row-major.</summary>
public delegate void ParameterFill(ParameterInfo parameter, Span<float> values);

/// <summary>A decoder on a device. Safe for use from several threads at once; its results depend on nothing but its weights and the tokens.</summary>
public sealed class DecoderModel : IDisposable
{
    private readonly AttentionShape[] _attention;
    private readonly HeadNorm?[] _headNorms;

    private DecoderModel(DecoderShape shape, IDevice device, DecoderWeights weights, DeviceBuffer? rotations)
    {
        (Shape, Device, Weights, Rotations) = (shape, device, weights, rotations);
        _attention = [.. Enumerable.Range(0, shape.Layers).Select(MakeAttention)];
        _headNorms = [.. weights.Layers.Select(layer => MakeHeadNorm(layer.Norms))];
        Output = new OutputMap(weights.Unembedding.Weight.Values, weights.Unembedding.BiasValues, shape.LogitCap);
    }

    public DecoderShape Shape { get; }

    public IDevice Device { get; }

    internal DecoderWeights Weights { get; }

    internal OutputMap Output { get; }

    private DeviceBuffer? Rotations { get; }

    internal AttentionShape AttentionOf(int layer) => _attention[layer];

    /// <summary>The norms of a layer's queries and keys; null where they are not normalised.</summary>
    internal HeadNorm? HeadNormOf(int layer) => _headNorms[layer];

    /// <summary>Reads a checkpoint folder; <see cref="Checkpoint"/> also reads one that holds NaN or infinity.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where the model shall live.</param>
    /// <param name="note">Is told in sentences what is odd about the checkpoint.</param>
    /// <param name="keepsType">Matrices that are stored in 16 bits stay so in memory and are widened where they are read: half the memory, the same results.</param>
    /// <exception cref="FileNotFoundException">There is no config.json or no file of weights.</exception>
    /// <exception cref="InvalidDataException">The configuration is impossible, a tensor is missing or has another shape than the configuration requires, or a
    /// weight is NaN or infinite.</exception>
    public static DecoderModel Load(string folder, IDevice device, Action<string>? note = null, bool keepsType = false) =>
        Checkpoint.LoadFinite(folder, device, note, keepsType);

    /// <summary>A model whose parameters the caller fills, one after another in model order.</summary>
    /// <exception cref="ArgumentException">No decoder has such a configuration.</exception>
    public static DecoderModel Create(DecoderShape shape, IDevice device, ParameterFill fill) => Create(shape, device, fill, typeOf: null);

    internal static DecoderModel Create(DecoderShape shape, IDevice device, ParameterFill fill, Func<ParameterInfo, ElementType>? typeOf)
    {
        if (shape.FindFault() is { } fault) throw new ArgumentException($"The model's configuration is impossible: {fault}.", nameof(shape));
        var weights = new DecoderWeights(shape, device, typeOf);
        try
        {
            foreach (var parameter in weights.All)
            {
                var values = GC.AllocateUninitializedArray<float>(checked((int)parameter.Info.Length));
                fill(parameter.Info, values);
                device.Upload(values, parameter.Values);
            }
            return new DecoderModel(shape, device, weights, UploadRotations(shape, device));
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Weights.Dispose();
        Rotations?.Dispose();
    }

    /// <summary>Throws unless every document fits the model.</summary>
    internal void CheckTokens(TokenDocuments documents, bool readsLast)
    {
        for (var d = 0; d < documents.Count; d++) CheckTokens(documents[d], d, readsLast);
    }

    /// <summary>Throws unless the document's tokens fit the model.</summary>
    /// <param name="tokens">The document.</param>
    /// <param name="document">Its number, for the message.</param>
    /// <param name="readsLast">Whether the last token is read as well; where it is only predicted it needs no position of its own.</param>
    internal void CheckTokens(ReadOnlySpan<int> tokens, int document, bool readsLast)
    {
        var most = Shape.MaximumPositions + (readsLast ? 0 : 1);
        if (tokens.Length > most) throw new ArgumentException($"Document {document} has {tokens.Length} tokens, but the model takes at most {most}.");
        for (var t = 0; t < tokens.Length; t++)
        {
            if ((uint)tokens[t] >= (uint)Shape.VocabularySize)
                throw new ArgumentException($"Token {tokens[t]} at position {t} of document {document} is outside the model's vocabulary of {Shape.VocabularySize}.");
        }
    }

    private AttentionShape MakeAttention(int layer)
    {
        var rotations = Rotations is null ? default : Rotations.View(0, Shape.MaximumPositions, Shape.RotaryDimensions);
        var scale = Shape.ScoreScale ?? 1 / Math.Sqrt(Shape.HeadSize);
        return new AttentionShape(Shape.Heads, Shape.KeyHeads, Shape.HeadSize, Shape.RotaryDimensions, rotations)
        {
            Scale = (float)(Shape.ScoresByLayer ? scale / (layer + 1) : scale),
            Cap = Shape.ScoreCap,
            Window = Shape.WindowOf(layer),
        };
    }

    private HeadNorm? MakeHeadNorm(LayerNorms norms) => norms is { Query: { } query, Key: { } key }
        ? new(Shape.QueryKeyNorm, Shape.NormForm, Shape.NormEpsilon, query.Weight.Values, query.BiasValues, key.Weight.Values, key.BiasValues)
        : null;

    private static DeviceBuffer? UploadRotations(DecoderShape shape, IDevice device)
    {
        if (shape.RotaryDimensions == 0) return null;
        var table = RotaryTable.Compute(shape.MaximumPositions, shape.RotaryDimensions, shape.RotaryBase, shape.RotaryScaling);
        var buffer = device.Allocate(table.Length);
        device.Upload(table, buffer.View(0, shape.MaximumPositions, shape.RotaryDimensions));
        return buffer;
    }
}
