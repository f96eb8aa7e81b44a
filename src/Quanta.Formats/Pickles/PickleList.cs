using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Quanta.Formats.Pickles;

/// <summary>A Python list (or set): all-integer and all-float lists are kept as arrays of numbers, 8 bytes an element.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Python calls it a list.")]
public sealed class PickleList : IReadOnlyList<object?>
{
    private List<long>? _integers;
    private List<double>? _floats;
    private List<object?>? _objects;

    public int Count => _integers?.Count ?? _floats?.Count ?? _objects?.Count ?? 0;

    public object? this[int index] =>
        _integers is not null ? _integers[index]
        : _floats is not null ? _floats[index]
        : _objects is not null ? _objects[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, "The list is empty.");

    /// <summary>The elements where all are integers of 64 bits; true for an empty list.</summary>
    public bool TryGetIntegers(out ReadOnlySpan<long> values)
    {
        values = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_integers);
        return values.Length == Count;
    }

    /// <summary>The elements where all are floats; true for an empty list.</summary>
    public bool TryGetFloats(out ReadOnlySpan<double> values)
    {
        values = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_floats);
        return values.Length == Count;
    }

    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(object? value)
    {
        if (value is long integer && _floats is null && _objects is null) (_integers ??= []).Add(integer);
        else if (value is double number && _integers is null && _objects is null) (_floats ??= []).Add(number);
        else Objects().Add(value);
    }

    private List<object?> Objects()
    {
        if (_objects is not null) return _objects;
        List<object?> objects = [.. this];
        (_integers, _floats) = (null, null);
        return _objects = objects;
    }
}
