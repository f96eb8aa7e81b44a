using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Quanta.Formats.Pickles;

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
