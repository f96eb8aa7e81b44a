using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

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

/// <summary>Compares dictionary keys by value, tuples element by element.</summary>
/// <remarks>Hashes are seeded per process, so that no pickle can be made of keys that collide; tuples do not nest, so that comparing is
/// linear.</remarks>
internal sealed class PickleKeyComparer : IEqualityComparer<object>
{
    public static PickleKeyComparer Instance { get; } = new();

    public static bool IsKey([NotNullWhen(true)] object? key) => IsScalar(key) || (key is object?[] tuple && Array.TrueForAll(tuple, IsScalar));

    public new bool Equals(object? x, object? y)
    {
        if (x is not object?[] first || y is not object?[] second) return object.Equals(x, y);
        return first.AsSpan().SequenceEqual(second);
    }

    public int GetHashCode(object key)
    {
        var hash = new HashCode();
        if (key is object?[] tuple) foreach (var item in tuple) Add(ref hash, item);
        else Add(ref hash, key);
        return hash.ToHashCode();
    }

    private static bool IsScalar(object? value) => value is string or long or bool or double or BigInteger;

    private static void Add(ref HashCode hash, object? scalar)
    {
        var bits = scalar switch
        {
            long integer => integer,
            double number => BitConverter.DoubleToInt64Bits(number + 0.0),
            _ => scalar?.GetHashCode() ?? 0,
        };
        hash.Add((int)bits);
        hash.Add((int)(bits >> 32));
    }
}
