using System.Diagnostics.CodeAnalysis;
using System.Text;
using Quanta.LanguageModels.Tokenization.Files;

namespace Quanta.LanguageModels.Tokenization.Models;

/// <summary>The tokens of a vocabulary: entries to ids, and ids to the bytes they stand for.</summary>
/// <param name="bytesOf">What an entry stands for.</param>
internal sealed class Vocabulary(Func<string, byte[]> bytesOf)
{
    /// <summary>An id must be below this: some eight times the largest vocabulary in use, so that a damaged id cannot claim much memory.</summary>
    public const int LargestSize = 1 << 21;

    private readonly Dictionary<string, int> _ids = [];
    private readonly HashSet<string> _added = [];
    private readonly List<byte[]?> _bytes = [];

    /// <summary>One more than the highest id.</summary>
    public int Size => _bytes.Count;

    /// <summary>The entries of the model, and the added tokens as far as they have been added.</summary>
    public IReadOnlyDictionary<string, int> Entries => _ids;

    public bool TryGetId(ReadOnlySpan<char> entry, out int id) => _ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(entry, out id);

    public bool TryGetBytes(int id, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = (uint)id < (uint)_bytes.Count ? _bytes[id] : null;
        return bytes is not null;
    }

    /// <summary>Adds an entry of the model.</summary>
    /// <exception cref="InvalidDataException">The entry has an id already, or the id an entry.</exception>
    public void Add(JsonNode place, string entry, int id)
    {
        if (!_ids.TryAdd(entry, id)) throw place.Refuse("stands in the vocabulary twice");
        if (!TrySetBytes(id, bytesOf(entry))) throw SharedId(place, id);
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

    private static InvalidDataException SharedId(JsonNode token, int id) =>
        token.Refuse($"must have an id of its own, but {id} belongs to another token too");
}
