using System.Text.Json;
using Quanta.Formats.Text;

namespace Quanta.LanguageModels.Tokenization.Files;

/// <summary>GPT-2's own files, which OPT comes in too: vocab.json and merges.txt, with tokenizer_config.json, special_tokens_map.json and added_tokens.json where
/// they are there.</summary>
/// <remarks>They are said over as a tokenizer.json, so that there is one way of reading. tokenizer_config.json tells whether text begins with a blank
/// (add_prefix_space) and with the token bos_token (add_bos_token), and names the special tokens; where nothing does, &lt;|endoftext|&gt; is one.</remarks>
internal sealed class Gpt2Files
{
    public const string Vocabulary = "vocab.json";

    private const string Merges = "merges.txt", Config = "tokenizer_config.json", SpecialTokens = "special_tokens_map.json", AddedTokens = "added_tokens.json";
    private const string DefaultSpecialToken = "<|endoftext|>";

    private static readonly string[] SpecialNames = ["bos_token", "eos_token", "unk_token", "pad_token"];

    private readonly Dictionary<string, int> _ids = [];
    private readonly List<JsonDocument> _documents = [];
    private readonly JsonNode _vocabulary, _config, _specialTokens, _addedTokens;
    private readonly string _folder;

    private Gpt2Files(string path)
    {
        _folder = FolderOf(path);
        _vocabulary = Read(path);
        (_config, _specialTokens, _addedTokens) = (Read(PathOf(Config)), Read(PathOf(SpecialTokens)), Read(PathOf(AddedTokens)));
        foreach (var (entry, id) in _vocabulary.Properties().Concat(_addedTokens.IsPresent ? _addedTokens.Properties() : []))
            _ids.TryAdd(entry, id.Int32Below(Models.Vocabulary.LargestSize));
    }

    /// <summary>Whether a path is a vocab.json with merges.txt beside it.</summary>
    public static bool AreAt(string path) => Path.GetFileName(path) == Vocabulary && File.Exists(path) && File.Exists(Path.Combine(FolderOf(path), Merges));

    /// <summary>The files that are there.</summary>
    public static IReadOnlyList<string> PartsOf(string path) =>
        [path, .. new[] { Merges, Config, SpecialTokens, AddedTokens }.Select(name => Path.Combine(FolderOf(path), name)).Where(File.Exists)];

    /// <summary>The tokenizer.json that says the same, in UTF-8.</summary>
    /// <exception cref="InvalidDataException">A file does not hold what it must; the message names file and place.</exception>
    public static byte[] ToTokenizerJson(string path)
    {
        var files = new Gpt2Files(path);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) files.Write(json);
        foreach (var document in files._documents) document.Dispose();
        return stream.ToArray();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("added_tokens");
        foreach (var (content, flags) in Tokens().DistinctBy(token => token.Content)) WriteAddedToken(json, content, flags);
        json.WriteEndArray();
        json.WriteStartObject("pre_tokenizer");
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", Setting("add_prefix_space").Flag(absent: false));
        json.WriteEndObject();
        if (Setting("add_bos_token").Flag(absent: false)) WriteTemplate(json, TextOf(Setting("bos_token")));
        json.WriteStartObject("decoder");
        json.WriteString("type", "ByteLevel");
        json.WriteEndObject();
        WriteModel(json);
        json.WriteEndObject();
    }

    private void WriteAddedToken(Utf8JsonWriter json, string content, JsonNode flags)
    {
        json.WriteStartObject();
        json.WriteNumber("id", _ids[content]);
        json.WriteString("content", content);
        foreach (var flag in (ReadOnlySpan<string>)["single_word", "lstrip", "rstrip", "special"])
            json.WriteBoolean(flag, !flags.IsString && flags.IsPresent && flags[flag].Flag(absent: false));
        json.WriteEndObject();
    }

    private void WriteTemplate(Utf8JsonWriter json, string token)
    {
        if (!_ids.TryGetValue(token, out var id)) throw Setting("bos_token").Refuse($"must be a token of {Vocabulary}, but {JsonNode.Quote(token)} is none");
        json.WriteStartObject("post_processor");
        json.WriteString("type", "TemplateProcessing");
        json.WritePropertyName("single");
        json.WriteRawValue("""[{"SpecialToken":{"id":"bos"}},{"Sequence":{"id":"A"}}]""");
        json.WritePropertyName("special_tokens");
        json.WriteRawValue($$$"""{"bos":{"ids":[{{{id}}}]}}""");
        json.WriteEndObject();
    }

    private void WriteModel(Utf8JsonWriter json)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        json.WriteStartObject("vocab");
        foreach (var (entry, id) in _vocabulary.Properties()) json.WriteNumber(entry, id.Int32Below(Models.Vocabulary.LargestSize));
        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (var line in File.ReadLines(PathOf(Merges)))
            if (line.Length > 0) json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The tokens that are found in the text before it is split, and where their flags stand.</summary>
    private IEnumerable<(string Content, JsonNode Flags)> Tokens()
    {
        var named = SpecialNames.Select(Setting).Where(token => token.IsPresent).Select(token => (Content: TextOf(token), Flags: token)).ToList();
        if (named.Count == 0) named.Add((DefaultSpecialToken, default));
        if (_addedTokens.IsPresent) named.AddRange(_addedTokens.Properties().Select(token => (token.Name, default(JsonNode))));
        return named.Where(token => _ids.ContainsKey(token.Content));
    }

    /// <summary>A setting of tokenizer_config.json, or else of special_tokens_map.json.</summary>
    private JsonNode Setting(string name) =>
        _config.IsPresent && _config[name] is { IsPresent: true } value ? value : _specialTokens.IsPresent ? _specialTokens[name] : default;

    private static string TextOf(JsonNode token) => token.IsString ? token.Text() : token["content"].Text();

    private JsonNode Read(string path)
    {
        if (!File.Exists(path)) return default;
        try
        {
            _documents.Add(PythonJson.Read(path, Path.GetFileName(path)));
            return new JsonNode(path, "", _documents[^1].RootElement);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: the file must be JSON, but {exception.Message}", exception);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static string FolderOf(string path) => Path.GetDirectoryName(path) ?? "";
}
