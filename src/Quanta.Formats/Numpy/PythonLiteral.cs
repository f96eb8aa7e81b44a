using System.Globalization;
using System.Text;

namespace Quanta.Formats.Numpy;

/// <summary>Reads the Python literals of .npy headers: dictionaries with string keys, tuples, lists, strings, whole numbers, True, False and
/// None.</summary>
/// <remarks>Values come as Dictionary, object?[], string, long, bool and null. It is no expression evaluator: anything else is a
/// <see cref="FormatException"/> whose message completes "the header is damaged: ...".</remarks>
internal ref struct PythonLiteral(ReadOnlySpan<byte> text)
{
    private const int DeepestNesting = 16;
    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    public static object? Parse(ReadOnlySpan<byte> text)
    {
        var reader = new PythonLiteral(text);
        var value = reader.Value(0);
        reader.SkipSpace();
        return reader._position == text.Length ? value : throw reader.Unexpected("the end");
    }

    private object? Value(int depth)
    {
        if (depth > DeepestNesting) throw new FormatException($"it nests deeper than {DeepestNesting} levels");
        SkipSpace();
        return Peek() switch
        {
            (byte)'{' => Dictionary(depth),
            (byte)'(' => Sequence((byte)')', depth),
            (byte)'[' => Sequence((byte)']', depth),
            (byte)'\'' or (byte)'"' => Text(),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Integer(),
            _ => Name(),
        };
    }

    private Dictionary<string, object?> Dictionary(int depth)
    {
        var entries = new Dictionary<string, object?>();
        _position++;
        while (!TryTake((byte)'}'))
        {
            SkipSpace();
            var key = Text();
            if (!TryTake((byte)':')) throw Unexpected("':'");
            if (!entries.TryAdd(key, Value(depth + 1))) throw new FormatException($"the key '{key}' stands twice");
            if (!TryTake((byte)',') && !Sees((byte)'}')) throw Unexpected("',' or '}'");
        }
        return entries;
    }

    private object?[] Sequence(byte end, int depth)
    {
        var items = new List<object?>();
        _position++;
        while (!TryTake(end))
        {
            items.Add(Value(depth + 1));
            if (!TryTake((byte)',') && !Sees(end)) throw Unexpected($"',' or '{(char)end}'");
        }
        return [.. items];
    }

    private string Text()
    {
        var quote = Peek();
        if (quote is not ((byte)'\'' or (byte)'"')) throw Unexpected("a quoted string");
        var length = _text[++_position..].IndexOf(quote);
        if (length < 0) throw new FormatException("a string has no end");
        var content = _text.Slice(_position, length);
        if (content.Contains((byte)'\\')) throw new FormatException("a string holds a backslash");
        _position += length + 1;
        return Encoding.UTF8.GetString(content);
    }

    private long Integer()
    {
        var start = _position;
        if (Peek() == '-') _position++;
        while (_position < _text.Length && char.IsAsciiDigit((char)_text[_position])) _position++;
        var digits = _text[start.._position];
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw new FormatException($"'{Encoding.Latin1.GetString(digits)}' is no 64-bit whole number");
        if (_position < _text.Length && _text[_position] == 'L') _position++; // Python 2 wrote 3L
        return value;
    }

    private object? Name()
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, object?)>)[("True", true), ("False", false), ("None", null)])
        {
            if (!_text[_position..].StartsWith(Encoding.ASCII.GetBytes(name))) continue;
            _position += name.Length;
            return value;
        }
        throw Unexpected("a value");
    }

    private bool TryTake(byte symbol)
    {
        if (!Sees(symbol)) return false;
        _position++;
        return true;
    }

    private bool Sees(byte symbol)
    {
        SkipSpace();
        return Peek() == symbol;
    }

    private void SkipSpace()
    {
        while (Peek() is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _position++;
    }

    private readonly byte Peek() => _position < _text.Length ? _text[_position] : (byte)0;

    private readonly FormatException Unexpected(string wanted) =>
        new($"{wanted} was expected at character {_position}, but found {(_position < _text.Length ? $"'{(char)_text[_position]}'" : "the end")}");
}
