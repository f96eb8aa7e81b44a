using System.Runtime.InteropServices;
using Quanta.Formats.Files;

namespace Quanta.Formats.Pickles;

/// <summary>The stack of the pickle machine, with its marks. Nothing below the last mark can be taken until the mark is.</summary>
internal sealed class PickleStack(ByteSource source)
{
    private readonly List<object?> _items = [];
    private readonly Stack<int> _marks = new();

    private int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    public void Push(object? value) => _items.Add(value);

    public object? Pop()
    {
        var top = Peek();
        _items.RemoveAt(_items.Count - 1);
        return top;
    }

    public object? Peek() => _items.Count > Floor
        ? _items[^1]
        : throw source.Bad("the pickle is damaged: an opcode takes a value from an empty stack.");

    public void Mark() => _marks.Push(_items.Count);

    /// <summary>Takes the last mark and what stands above it.</summary>
    public object?[] PopToMark()
    {
        if (!_marks.TryPop(out var mark)) throw source.Bad("the pickle is damaged: an opcode refers to a mark that was not set.");
        var above = CollectionsMarshal.AsSpan(_items)[mark..].ToArray();
        CollectionsMarshal.SetCount(_items, mark);
        return above;
    }

    /// <summary>Takes the last <paramref name="count"/> values, the deepest first.</summary>
    public object?[] PopTuple(int count)
    {
        var tuple = new object?[count];
        for (var i = count - 1; i >= 0; i--) tuple[i] = Pop();
        return tuple;
    }
}

/// <summary>An object between its creation and the opcode that gives it its state.</summary>
internal abstract class PickleUnfinished
{
    /// <summary>Where the memo holds this object, so that the finished one can take its place.</summary>
    public List<long> MemoKeys { get; } = [];

    /// <summary>The finished object.</summary>
    /// <exception cref="FormatException">The state does not fit; the message completes "the state of an object is damaged: ".</exception>
    public abstract object Finish(object? state, PickleBudget budget);
}
