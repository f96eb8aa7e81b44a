using System.Globalization;
using System.Text;
using Quanta.LanguageModels.Tokenization.Files;
using Quanta.LanguageModels.Tokenization.Models;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.Decoders;

/// <summary>What tokens stand for: decoder of a tokenizer.json, as the bytes of each entry of the vocabulary, and what is taken off a whole text.</summary>
internal sealed class TokenDecoder
{
    private static readonly string[] Kinds = ["ByteFallback", "ByteLevel", "Fuse", "Metaspace", "Replace", "Sequence", "Strip"];

    private readonly List<Func<string, string>> _changes = [];
    private readonly List<Func<string, string>> _trims = [];
    private bool _fallsBack, _isFused;

    /// <summary>Reads all steps.</summary>
    /// <exception cref="InvalidDataException">One of them is not read, or comes after the tokens are joined and is of single tokens.</exception>
    public TokenDecoder(JsonNode decoder)
    {
        var steps = decoder.Steps("decoders").ToList();
        if (steps.Count == 0) decoder.KindAmong(Kinds);
        foreach (var step in steps) Add(step);
    }

    /// <summary>Whether entries are written in <see cref="ByteAlphabet"/>.</summary>
    public bool IsByteLevel { get; private set; }

    /// <summary>Whether the first token of a text loses its blanks, which Metaspace put there.</summary>
    public bool StripsFirstToken { get; private set; }

    /// <summary>The bytes that an entry of the vocabulary stands for.</summary>
    public byte[] BytesOf(string entry)
    {
        if (_fallsBack && ByteFallback.TryRead(entry, out var value)) return [value];
        var text = _changes.Aggregate(entry, (changed, change) => change(changed));
        return IsByteLevel ? ByteAlphabet.BytesOf(text) : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>A whole text without what the decoder takes off its ends.</summary>
    public string Trim(string text) => _trims.Aggregate(text, (trimmed, trim) => trim(trimmed));

    private void Add(JsonNode step)
    {
        var kind = step.KindAmong(Kinds);
        if (_isFused && kind is not ("Fuse" or "Strip"))
            throw step.Refuse($"must be \"Fuse\" or \"Strip\" where the tokens are one text already, but is {step["type"].Description}");
        switch (kind)
        {
            case "ByteFallback": _fallsBack = true; break;
            case "ByteLevel": IsByteLevel = _isFused = true; break;
            case "Fuse": _isFused = true; break;
            case "Metaspace": AddMetaspace(step); break;
            case "Replace":
                var (pattern, content) = (TextPattern.Read(step["pattern"]), step["content"].Text());
                _changes.Add(text => pattern.Replace(text.AsMemory(), content).ToString());
                break;
            case "Strip": AddStrip(step); break;
        }
    }

    private void AddMetaspace(JsonNode step)
    {
        var replacement = step["replacement"].Text();
        StripsFirstToken = PreTokenizerReader.SchemeOf(step) != PrependScheme.Never;
        _changes.Add(text => text.Replace(replacement, " ", StringComparison.Ordinal));
    }

    private void AddStrip(JsonNode step)
    {
        var content = step["content"].Text();
        if (content.Length != 1) throw step["content"].Refuse($"must be one character, but is {step["content"].Description}");
        var (start, stop) = (step["start"].Int32Below(int.MaxValue), step["stop"].Int32Below(int.MaxValue));
        (_isFused ? _trims : _changes).Add(text =>
        {
            var (first, last) = (0, text.Length);
            while (first < last && first < start && text[first] == content[0]) first++;
            while (first < last && text.Length - last < stop && text[last - 1] == content[0]) last--;
            return text[first..last];
        });
    }
}

/// <summary>Tokens of single bytes, &lt;0x00&gt; to &lt;0xFF&gt;, that stand for characters without an entry of their own.</summary>
internal static class ByteFallback
{
    public const int EntryLength = 6;

    public static string EntryOf(byte value) => $"<0x{value:X2}>";

    public static bool TryRead(string entry, out byte value)
    {
        value = 0;
        return entry.Length == EntryLength && entry.StartsWith("<0x", StringComparison.Ordinal) && entry[^1] == '>'
            && byte.TryParse(entry.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
