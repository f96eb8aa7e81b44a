using Quanta.LanguageModels.Checkpoints;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Decoders;

/// <summary>Fills a parameter's values, row-major.</summary>
public delegate void ParameterFill(ParameterInfo parameter, Span<float> values);

/// <summary>A decoder on a device. Safe for use from several threads at once; its results depend on nothing but its weights and the tokens.</summary>
public sealed class DecoderModel : IDisposable
{
    private readonly HeadNorm?[] _headNorms;
    private readonly Lock _growth = new();
    private readonly GrowingRotaryTable _rotations;
    private volatile AttentionShape[] _attention;

    private DecoderModel(DecoderShape shape, IDevice device, DecoderWeights weights)
    {
        (Shape, Device, Weights) = (shape, device, weights);
        _rotations = new GrowingRotaryTable(shape, device);
        _attention = MakeAttention(shape.RotaryDimensions == 0 ? default : _rotations.For(positions: 1));
        _headNorms = [.. weights.Layers.Select(layer => MakeHeadNorm(layer.Norms))];
        Output = new OutputMap(weights.Unembedding.Weight.Values, weights.Unembedding.BiasValues, shape.LogitCap);
    }

    public DecoderShape Shape { get; }

    public IDevice Device { get; }

    internal DecoderWeights Weights { get; }

    internal OutputMap Output { get; }

    /// <summary>A layer's attention, for contexts as long as room was made for.</summary>
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
            return new DecoderModel(shape, device, weights);
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
        _rotations.Dispose();
    }

    /// <summary>What the rotary table may take in memory beside the weights, in bytes, where contexts have at most so many tokens.</summary>
    public static long RotationBytes(DecoderShape shape, int longestContext) => shape.RotaryDimensions == 0 ? 0 : GrowingRotaryTable.BytesFor(shape, longestContext);

    /// <summary>Makes the rotary table as long as a context that is about to be read. Passes under way go on with the table that they have, whose rows have the
    /// same bits.</summary>
    internal void MakeRoomFor(int positions)
    {
        if (Shape.RotaryDimensions == 0 || _attention[0].Rotations.RowCount >= positions) return;
        lock (_growth) _attention = MakeAttention(_rotations.For(positions));
    }

    /// <summary>Throws unless a context fits the model.</summary>
    internal void CheckContext(TokenDocuments documents, int context)
    {
        var window = documents.Context(context);
        CheckTokens(documents.TokensOf(context), window.Document, readsLast: false, window.Start);
    }

    /// <summary>Throws unless tokens that are read together fit the model.</summary>
    /// <param name="tokens">A document, or a window of one.</param>
    /// <param name="document">The document's number, for the message.</param>
    /// <param name="readsLast">Whether the last token is read as well; where it is only predicted it needs no position of its own.</param>
    /// <param name="start">The position in the document of the first.</param>
    internal void CheckTokens(ReadOnlySpan<int> tokens, int document, bool readsLast, int start = 0)
    {
        if (Shape.PositionLimit is { } limit && tokens.Length > limit + (readsLast ? 0 : 1))
        {
            throw new ArgumentException($"{tokens.Length} tokens of document {document} are to be read at once, but the model takes at most {limit + (readsLast ? 0 : 1)}: "
                + $"{Shape.WhyPositionsEnd}. Cut documents, or read them in windows.");
        }
        for (var t = 0; t < tokens.Length; t++)
        {
            if ((uint)tokens[t] >= (uint)Shape.VocabularySize)
                throw new ArgumentException($"Token {tokens[t]} at position {start + t} of document {document} is outside the model's vocabulary of {Shape.VocabularySize}.");
        }
    }

    private AttentionShape[] MakeAttention(DeviceMatrix rotations) => [.. Enumerable.Range(0, Shape.Layers).Select(layer => MakeAttention(layer, rotations))];

    private AttentionShape MakeAttention(int layer, DeviceMatrix rotations)
    {
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
}
