using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>The tokens of a byte-level vocabulary: entries to ids, and ids to the bytes they stand for.</summary>
internal sealed class Vocabulary
{
    /// <summary>An id must be below this: some eight times the largest vocabulary in use, so that a damaged id cannot claim much memory.</summary>
    public const int LargestSize = 1 << 21;

    private readonly Dictionary<string, int> _ids = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _idsBySpan;
    private readonly HashSet<string> _added = [];
    private readonly List<byte[]?> _bytes = [];
    private readonly int[] _byteIds = new int[256];

    public Vocabulary(JsonNode vocabulary)
    {
        _idsBySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var (entry, value) in vocabulary.Properties())
        {
            var id = value.Int32Below(LargestSize);
            if (!_ids.TryAdd(entry, id)) throw value.Refuse("stands in the vocabulary twice");
            if (!TrySetBytes(id, ByteAlphabet.BytesOf(entry))) throw SharedId(value, id);
        }
        for (var value = 0; value < 256; value++) _byteIds[value] = ByteId(vocabulary, (byte)value);
    }

    /// <summary>One more than the highest id.</summary>
    public int Size => _bytes.Count;

    public bool TryGetId(ReadOnlySpan<char> entry, out int id) => _idsBySpan.TryGetValue(entry, out id);

    /// <summary>The token of a single byte; -1 for a byte that never occurs in UTF-8 and has none.</summary>
    public int IdOf(byte value) => _byteIds[value];

    public bool TryGetBytes(int id, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = (uint)id < (uint)_bytes.Count ? _bytes[id] : null;
        return bytes is not null;
    }

    /// <summary>Gives an added token its id, at which it then stands for its own text.</summary>
    /// <exception cref="InvalidDataException">The content has another id already, or the id another content.</exception>
    public void AddText(JsonNode token, string content, int id)
    {
        if (!_added.Add(content)) throw token.Refuse($"names {JsonNode.Quote(content)}, which is an added token already");
        var known = TryGetId(content, out var knownId);
        if (known && knownId != id)
            throw token.Refuse($"must give {JsonNode.Quote(content)} the id {knownId} that it has in model.vocab, but gives it {id}");
        var text = Encoding.UTF8.GetBytes(content);
        if (known) _bytes[id] = text;
        else if (!TrySetBytes(id, text)) throw SharedId(token, id);
    }

    private bool TrySetBytes(int id, byte[] bytes)
    {
        while (_bytes.Count <= id) _bytes.Add(null);
        if (_bytes[id] is not null) return false;
        _bytes[id] = bytes;
        return true;
    }

    private int ByteId(JsonNode vocabulary, byte value)
    {
        if (TryGetId([ByteAlphabet.CharacterOf(value)], out var id)) return id;
        var occursInUtf8 = value is not (0xC0 or 0xC1 or > 0xF4);
        var name = JsonNode.Quote(ByteAlphabet.CharacterOf(value).ToString());
        return occursInUtf8 ? throw vocabulary.Refuse($"must have a token for every byte of UTF-8, but has none for 0x{value:x2} ({name})") : -1;
    }

    private static InvalidDataException SharedId(JsonNode token, int id) =>
        token.Refuse($"must have an id of its own, but {id} belongs to another token too");
}
