using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Quanta.Formats.Pickles;

/// <summary>A Python dict, in its order. Keys are strings, long, bool, double, BigInteger, and tuples (object?[]) of these.</summary>
public sealed class PickleDictionary : IReadOnlyDictionary<object, object?>
{
    private static readonly OrderedDictionary<object, object?> Empty = [];
    private OrderedDictionary<object, object?>? _entries;

    public int Count => Entries.Count;

    public IEnumerable<object> Keys => Entries.Keys;

    public IEnumerable<object?> Values => Entries.Values;

    private OrderedDictionary<object, object?> Entries => _entries ?? Empty;

    public object? this[object key] => Entries[key];

    public bool ContainsKey(object key) => Entries.ContainsKey(key);

    public bool TryGetValue(object key, [MaybeNullWhen(false)] out object? value) => Entries.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<object, object?>> GetEnumerator() => Entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <exception cref="FormatException">The key is of a kind that is not supported.</exception>
    internal void Set(object? key, object? value)
    {
        if (!PickleKeyComparer.IsKey(key))
            throw new FormatException("a dictionary has a key that is neither a string, a number nor a tuple of these");
        (_entries ??= new(PickleKeyComparer.Instance))[key] = value;
    }
}
