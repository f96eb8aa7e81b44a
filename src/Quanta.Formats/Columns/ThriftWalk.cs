namespace Quanta.Formats.Columns;

/// <summary>Walks over a struct in Thrift's compact protocol, as Parquet's footers and page headers are, and builds nothing: lists, strings and structs that claim more
/// than the bytes that follow are refused before the library that reads them takes memory for what they claim.</summary>
/// <param name="bytes">The struct, and what follows it.</param>
internal ref struct ThriftWalk(ReadOnlySpan<byte> bytes)
{
    private const int MostDepth = 64, LongestVariable = 10;
    private const byte Stop = 0, True = 1, False = 2, Byte = 3, Int16 = 4, Int32 = 5, Int64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12, Uuid = 13;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>How many bytes were walked over.</summary>
    public readonly int Length => _at;

    /// <summary>Whether the walk ended because the bytes did.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Walks over one struct.</summary>
    /// <returns>Its whole numbers by their field, and those of the structs in it by both fields; the second is 0 for its own.</returns>
    /// <exception cref="FormatException">Something claims more than there is, or is of no type of Thrift.</exception>
    public Dictionary<(int Field, int Inner), long> Walk()
    {
        var numbers = new Dictionary<(int Field, int Inner), long>();
        WalkStruct(depth: 0, outer: 0, numbers);
        return numbers;
    }

    private void WalkStruct(int depth, int outer, Dictionary<(int Field, int Inner), long> numbers)
    {
        if (depth > MostDepth) throw new FormatException("its structs are nested too deep");
        for (var field = 0; ;)
        {
            var header = Next();
            if (header == Stop) return;
            field = header >> 4 == 0 ? (short)ZigZag() : field + (header >> 4);
            var type = (byte)(header & 0xF);
            if (type is Int16 or Int32 or Int64)
            {
                var number = ZigZag();
                if (depth == 0) numbers[(field, 0)] = number;
                else if (depth == 1) numbers[(outer, field)] = number;
            }
            else if (type == Struct)
            {
                WalkStruct(depth + 1, field, numbers);
            }
            else if (type is not (True or False))
            {
                WalkValue(type, depth, numbers);
            }
        }
    }

    private void WalkValue(byte type, int depth, Dictionary<(int Field, int Inner), long> numbers)
    {
        switch (type)
        {
            case True or False or Byte: Skip(1); break;
            case Int16 or Int32 or Int64: Variable(); break;
            case Double: Skip(sizeof(double)); break;
            case Uuid: Skip(16); break;
            case Binary: Skip(Variable()); break;
            case List or Set: WalkList(depth, numbers); break;
            case Map: WalkMap(depth, numbers); break;
            case Struct: WalkStruct(depth + 2, outer: 0, numbers); break;
            default: throw new FormatException($"it holds a value of the type {type}, which Thrift has not");
        }
    }

    private void WalkList(int depth, Dictionary<(int Field, int Inner), long> numbers)
    {
        if (depth > MostDepth) throw new FormatException("its lists are nested too deep");
        var header = Next();
        var count = header >> 4 == 0xF ? Variable() : (ulong)(header >> 4);
        Require(count);
        for (var i = 0UL; i < count; i++) WalkValue((byte)(header & 0xF), depth + 1, numbers);
    }

    private void WalkMap(int depth, Dictionary<(int Field, int Inner), long> numbers)
    {
        if (depth > MostDepth) throw new FormatException("its maps are nested too deep");
        var count = Variable();
        Require(count);
        var types = count == 0 ? (byte)0 : Next();
        for (var i = 0UL; i < count; i++)
        {
            WalkValue((byte)(types >> 4), depth + 1, numbers);
            WalkValue((byte)(types & 0xF), depth + 1, numbers);
        }
    }

    /// <summary>An element takes a byte at least.</summary>
    private void Require(ulong bytes)
    {
        var left = (ulong)(_bytes.Length - _at);
        if (bytes <= left) return;
        IsCut = true;
        throw new FormatException($"it claims {bytes:N0} entries or bytes, but {left:N0} bytes follow");
    }

    private void Skip(ulong bytes)
    {
        Require(bytes);
        _at += (int)bytes;
    }

    private byte Next()
    {
        Require(1);
        return _bytes[_at++];
    }

    private ulong Variable()
    {
        var value = 0UL;
        for (var i = 0; i < LongestVariable; i++)
        {
            var next = Next();
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80) return value;
        }
        throw new FormatException("a whole number has no end");
    }

    private long ZigZag()
    {
        var value = Variable();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
