using System.Globalization;
using System.Text.Json;
using Quanta.Formats.Text;

namespace Quanta.LanguageModels.Tokenization;

/// <summary>Encodes documents as models read them: the text's tokens, with those before and after it that the tokenizer's post-processor puts there.</summary>
/// <remarks>What comes first is context only: nothing precedes it, so it is never predicted, and prediction 0 after a BOS is the text's first token. What comes last,
/// an EOS, is predicted like any other token. A document is cut to its first tokens as a whole, so one that is cut has no EOS.</remarks>
public sealed class DocumentEncoder
{
    /// <summary>The words for <c>prefixToken</c>: nothing in front, or the tokenizer's BOS.</summary>
    public const string None = "none", Bos = "bos";

    private readonly Tokenizer _tokenizer;

    /// <param name="tokenizer">Encodes the text.</param>
    /// <param name="prefix">The ids before the text; null: those of the tokenizer's post-processor.</param>
    public DocumentEncoder(Tokenizer tokenizer, IReadOnlyList<int>? prefix = null) => (_tokenizer, Prefix) = (tokenizer, prefix ?? tokenizer.DocumentPrefix);

    /// <summary>Reads a tokenizer, and what comes before each document.</summary>
    /// <param name="path">A tokenizer.json, or what <see cref="TokenizerFiles"/> reads in its place.</param>
    /// <param name="prefixToken">"none"; "bos", the token that the post-processor or tokenizer_config.json beside the file names; an id; null: what the
    /// post-processor says.</param>
    /// <exception cref="ArgumentException"><paramref name="prefixToken"/> is something else, or there is no such token.</exception>
    /// <exception cref="InvalidDataException">The tokenizer cannot be read.</exception>
    public static DocumentEncoder Load(string path, string? prefixToken)
    {
        var tokenizer = Tokenizer.Load(path);
        return new DocumentEncoder(tokenizer, prefixToken switch
        {
            null => null,
            None => [],
            Bos => [BosOf(tokenizer, path)],
            _ => [IdOf(tokenizer, prefixToken)],
        });
    }

    /// <summary>Whether a text says what comes before documents: "none", "bos", or a whole number, which need not be the id of a token.</summary>
    public static bool IsPrefixToken(string text) => text is None or Bos || TryParse(text, out _);

    /// <summary>The ids before the text.</summary>
    public IReadOnlyList<int> Prefix { get; }

    /// <summary>The ids after it.</summary>
    public IReadOnlyList<int> Suffix => _tokenizer.DocumentSuffix;

    /// <summary>The tokenizer without them.</summary>
    public Tokenizer Tokenizer => _tokenizer;

    /// <summary>The first <paramref name="maximumTokens"/> ids of a document, all that are not the text's counted.</summary>
    public int[] Encode(string text, int maximumTokens = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumTokens);
        var tokens = _tokenizer.Encode(text, Math.Max(0, maximumTokens - Prefix.Count));
        return Prefix.Count + Suffix.Count == 0 ? tokens : [.. Prefix.Concat(tokens).Concat(Suffix).Take(maximumTokens)];
    }

    private static int IdOf(Tokenizer tokenizer, string prefixToken)
    {
        if (!TryParse(prefixToken, out var id))
            throw new ArgumentException($"The token before documents must be {None}, {Bos} or the id of a token, but it is \"{prefixToken}\".");
        return tokenizer.HasToken(id)
            ? id
            : throw new ArgumentException($"The token before documents must be one of the tokenizer's {tokenizer.VocabularySize} tokens, but it is {id}.");
    }

    private static bool TryParse(string text, out int id) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static int BosOf(Tokenizer tokenizer, string path)
    {
        if (tokenizer.DocumentPrefix is [var id, ..]) return id;
        if (BosInConfig(path) is { } name && tokenizer.IdOf(name) is { } named) return named;
        throw new ArgumentException(
            $"{path} must name a BOS to put before documents, but neither its post_processor nor a bos_token in tokenizer_config.json beside it does. "
            + "Give the token's id.");
    }

    private static string? BosInConfig(string path)
    {
        var config = Path.Combine(Path.GetDirectoryName(path) ?? "", "tokenizer_config.json");
        if (!File.Exists(config)) return null;
        try
        {
            using var document = PythonJson.Read(config, "a tokenizer_config.json");
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("bos_token", out var bos)) return null;
            if (bos.ValueKind == JsonValueKind.Object && bos.TryGetProperty("content", out var content)) bos = content;
            return bos.ValueKind == JsonValueKind.String ? bos.GetString() : null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{config}: the file must be JSON, but {exception.Message}", exception);
        }
    }
}
