using Quanta.Formats.Files;

namespace Quanta.Formats.Pickles;

/// <summary>The pickle machine: a stack, a memo and an allow-list of globals.</summary>
/// <remarks>The opcodes are those of Python's pickletools, which is the format's reference. Every opcode does a bounded amount of work for each byte
/// it takes from the pickle, and the machine does not call itself, so neither time nor memory nor depth can run away.</remarks>
internal sealed partial class PickleReader
{
    private readonly ByteSource _source;
    private readonly PickleGlobals _globals;
    private readonly PickleCursor _cursor;
    private readonly PickleStack _stack;
    private readonly PickleBudget _budget;
    private readonly Dictionary<long, object?> _memo = [];

    /// <param name="source">What holds the pickle.</param>
    /// <param name="globals">The only globals that are resolved.</param>
    /// <param name="start">Where the pickle begins.</param>
    public PickleReader(ByteSource source, PickleGlobals globals, long start = 0)
    {
        (_source, _globals) = (source, globals);
        _cursor = new PickleCursor(source, start);
        _stack = new PickleStack(source);
        _budget = new PickleBudget(source.Length - start);
    }

    /// <summary>Where the next byte is read: after <see cref="Read"/>, the end of the pickle.</summary>
    public long Position => _cursor.Position;

    /// <summary>Runs the pickle to its end.</summary>
    public object? Read()
    {
        for (var opcode = _cursor.Byte(); opcode != '.'; opcode = _cursor.Byte()) Execute(opcode);
        return _stack.Pop();
    }

    private void Execute(byte opcode)
    {
        switch (opcode)
        {
            // Numbers and singletons.
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'I': Push(_cursor.IntegerLine()); break;
            case (byte)'L': Push(_cursor.IntegerLine()); break;
            case (byte)'J': Push((long)_cursor.Int32()); break;
            case (byte)'K': Push((long)_cursor.Byte()); break;
            case (byte)'M': Push((long)_cursor.UInt16()); break;
            case 0x8A: Push(_cursor.Integer(_cursor.Byte())); break;
            case 0x8B: Push(_cursor.Integer(_cursor.UInt32())); break;
            case (byte)'F': Push(_cursor.FloatLine()); break;
            case (byte)'G': Push(_cursor.BigEndianDouble()); break;

            // Text and bytes.
            case (byte)'X': Push(_cursor.Text(_cursor.UInt32())); break;
            case 0x8C: Push(_cursor.Text(_cursor.Byte())); break;
            case 0x8D: Push(_cursor.Text(_cursor.UInt64())); break;
            case (byte)'V': Push(Checked(() => PickleText.RawUnicode(_cursor.Line()))); break;
            case (byte)'S': Push(Checked(() => PickleText.Quoted(_cursor.Line()))); break;
            case (byte)'U': Push(_cursor.AsciiOrBytes(_cursor.Byte())); break;
            case (byte)'T': Push(_cursor.AsciiOrBytes(_cursor.UInt32())); break;
            case (byte)'C': Push(_cursor.Take(_cursor.Byte()).ToArray()); break;
            case (byte)'B': Push(_cursor.Take(_cursor.UInt32()).ToArray()); break;
            case 0x8E or 0x96: Push(_cursor.Take(_cursor.UInt64()).ToArray()); break;

            // Containers.
            case (byte)')': Push(Array.Empty<object?>()); break;
            case 0x85: Push(_stack.PopTuple(1)); break;
            case 0x86: Push(_stack.PopTuple(2)); break;
            case 0x87: Push(_stack.PopTuple(3)); break;
            case (byte)'t': Push(_stack.PopToMark()); break;
            case (byte)']' or 0x8F: Push(new PickleList()); break;
            case (byte)'l' or 0x91: PushList(_stack.PopToMark()); break;
            case (byte)'a': Append([_stack.Pop()]); break;
            case (byte)'e' or 0x90: Append(_stack.PopToMark()); break;
            case (byte)'}': Push(new PickleDictionary()); break;
            case (byte)'d': PushDictionary(_stack.PopToMark()); break;
            case (byte)'s': SetItems(_stack.PopTuple(2)); break;
            case (byte)'u': SetItems(_stack.PopToMark()); break;

            // The stack and the memo.
            case (byte)'(': _stack.Mark(); break;
            case (byte)'0': _stack.Pop(); break;
            case (byte)'1': _stack.PopToMark(); break;
            case (byte)'2': Push(_stack.Peek()); break;
            case (byte)'p': Memoize(_cursor.MemoKeyLine()); break;
            case (byte)'q': Memoize(_cursor.Byte()); break;
            case (byte)'r': Memoize(_cursor.UInt32()); break;
            case 0x94: Memoize(_memo.Count); break;
            case (byte)'g': Recall(_cursor.MemoKeyLine()); break;
            case (byte)'h': Recall(_cursor.Byte()); break;
            case (byte)'j': Recall(_cursor.UInt32()); break;

            // Globals and objects.
            case (byte)'c': PushGlobal(_cursor.Line(), _cursor.Line()); break;
            case 0x93: PushStackGlobal(); break;
            case (byte)'R' or 0x81: Call(_stack.PopTuple(2)); break;
            case 0x92: CallWithNames(_stack.PopTuple(3)); break;
            case (byte)'i': CallNamed(_cursor.Line(), _cursor.Line()); break;
            case (byte)'o': CallAboveMark(_stack.PopToMark()); break;
            case (byte)'b': Build(_stack.Pop()); break;
            case (byte)'P': PushPersistent(_cursor.Line()); break;
            case (byte)'Q': PushPersistent(_stack.Pop()); break;

            // Framing.
            case 0x80: CheckProtocol(_cursor.Byte()); break;
            case 0x95: _cursor.UInt64(); break;
            default: throw UnknownOpcode(opcode);
        }
    }

    private void Push(object? value) => _stack.Push(value);

    private InvalidDataException UnknownOpcode(byte opcode) => _source.Bad(
        $"the pickle holds the opcode 0x{opcode:X2} at byte {_cursor.Position - 1}, which no saved data needs; it is damaged or not supported.");

    private void CheckProtocol(byte protocol)
    {
        if (protocol > 5) throw _source.Bad($"the pickle has protocol {protocol}, but at most 5 is supported.");
    }

    /// <summary>Turns the complaint of a helper that knows no file into one that does.</summary>
    private T Checked<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (FormatException exception)
        {
            throw _source.Bad($"the pickle is damaged before byte {_cursor.Position}: {exception.Message}.", exception);
        }
    }
}
