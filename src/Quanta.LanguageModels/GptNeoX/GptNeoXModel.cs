using Quanta.LanguageModels.Checkpoints;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.GptNeoX;

/// <summary>Fills a parameter's values, row-major.</summary>
public delegate void ParameterFill(ParameterInfo parameter, Span<float> values);

/// <summary>A GPT-NeoX model on a device. Safe for use from several threads at once; its results depend on nothing but its weights and the tokens.</summary>
public sealed class GptNeoXModel : IDisposable
{
    private GptNeoXModel(GptNeoXConfig config, IDevice device, GptNeoXWeights weights, DeviceBuffer rotations)
    {
        (Config, Device, Weights, Rotations) = (config, device, weights, rotations);
        Attention = new AttentionShape(
            config.Heads, config.HeadSize, config.RotaryDimensions, rotations.View(0, config.MaximumPositions, config.RotaryDimensions));
    }

    public GptNeoXConfig Config { get; }

    public IDevice Device { get; }

    internal GptNeoXWeights Weights { get; }

    internal AttentionShape Attention { get; }

    private DeviceBuffer Rotations { get; }

    /// <summary>Reads a checkpoint folder; <see cref="GptNeoXCheckpoint"/> also reads one that holds NaN or infinity.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where the model shall live.</param>
    /// <param name="note">Is told in sentences what is odd about the checkpoint.</param>
    /// <exception cref="FileNotFoundException">There is no config.json or no file of weights.</exception>
    /// <exception cref="InvalidDataException">The configuration is impossible, a tensor is missing or has another shape than the configuration requires, or a
    /// weight is NaN or infinite.</exception>
    public static GptNeoXModel Load(string folder, IDevice device, Action<string>? note = null) => GptNeoXCheckpoint.LoadFinite(folder, device, note);

    /// <summary>A model whose parameters the caller fills, one after another in model order.</summary>
    /// <exception cref="ArgumentException">No GPT-NeoX model has such a configuration.</exception>
    public static GptNeoXModel Create(GptNeoXConfig config, IDevice device, ParameterFill fill)
    {
        if (config.FindFault() is { } fault) throw new ArgumentException($"The model's configuration is impossible: {fault}.", nameof(config));
        var weights = new GptNeoXWeights(config, device);
        try
        {
            foreach (var parameter in weights.All)
            {
                var values = GC.AllocateUninitializedArray<float>(checked((int)parameter.Info.Length));
                fill(parameter.Info, values);
                device.Upload(values, parameter.Values);
            }
            return new GptNeoXModel(config, device, weights, UploadRotations(config, device));
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
        Rotations.Dispose();
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
        var most = Config.MaximumPositions + (readsLast ? 0 : 1);
        if (tokens.Length > most) throw new ArgumentException($"Document {document} has {tokens.Length} tokens, but the model takes at most {most}.");
        for (var t = 0; t < tokens.Length; t++)
        {
            if ((uint)tokens[t] >= (uint)Config.VocabularySize)
                throw new ArgumentException($"Token {tokens[t]} at position {t} of document {document} is outside the model's vocabulary of {Config.VocabularySize}.");
        }
    }

    private static DeviceBuffer UploadRotations(GptNeoXConfig config, IDevice device)
    {
        var table = RotaryTable.Compute(config.MaximumPositions, config.RotaryDimensions, config.RotaryBase);
        var buffer = device.Allocate(table.Length);
        device.Upload(table, buffer.View(0, config.MaximumPositions, config.RotaryDimensions));
        return buffer;
    }
}
