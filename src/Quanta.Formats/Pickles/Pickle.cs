using Quanta.Formats.Files;

namespace Quanta.Formats.Pickles;

/// <summary>Reads Python pickles that hold data: protocols 0 to 5.</summary>
/// <remarks>Values come as null, bool, long (<see cref="System.Numerics.BigInteger"/> where 64 bits are too few), double, string, byte[] (bytes and
/// bytearray), object?[] (tuple), <see cref="PickleList"/> (list and set), <see cref="PickleDictionary"/> (dict and its kin) and
/// <see cref="Numpy.NpyArray"/> (NumPy arrays; NumPy scalars come as plain numbers).
/// <para>A pickle is a program. Only the globals of a fixed list are ever resolved, each to code of ours; any other is refused by an
/// <see cref="InvalidDataException"/> that names it, and so is every damaged file. Memory stays proportional to the size of the pickle. Values that a
/// pickle refers to several times are shared, and a list may contain itself: whoever walks a value guards against that.</para></remarks>
public static class Pickle
{
    /// <summary>Reads one pickle, which is the whole file.</summary>
    public static object? Read(string path, PickleOptions? options = null)
    {
        using var file = MappedFile.Open(path, "a pickle");
        return Read(file, options);
    }

    /// <summary>Reads one pickle, which is the rest of the stream.</summary>
    /// <param name="stream">Read to its end into memory.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">Null for the defaults.</param>
    public static object? Read(Stream stream, string name, PickleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return Read(new ArrayBytes(name, content.ToArray()), options);
    }

    private static object? Read(ByteSource source, PickleOptions? options)
    {
        var reader = new PickleReader(source, PickleGlobals.Data.With(options ?? new PickleOptions()));
        var value = reader.Read();
        return reader.Position == source.Length
            ? value
            : throw source.Bad($"the pickle ends at byte {reader.Position}, but {source.Length - reader.Position} bytes follow it.");
    }
}

/// <summary>What a pickle may hold beyond plain data and NumPy arrays.</summary>
public sealed record PickleOptions
{
    /// <summary>Further globals that may be called, by their full Python names ("collections.Counter"): from the arguments to a value. An argument
    /// that does not fit is reported by a <see cref="FormatException"/>.</summary>
    public IReadOnlyDictionary<string, Func<IReadOnlyList<object?>, object?>> Globals { get; init; } =
        new Dictionary<string, Func<IReadOnlyList<object?>, object?>>();
}

/// <summary>Bounds what calls may allocate by the size of the pickle: a small pickle may name one large value many times.</summary>
internal sealed class PickleBudget(long pickleLength)
{
    private const int Factor = 16;
    private const int Allowance = 1 << 20;
    private long _remaining = pickleLength > (long.MaxValue - Allowance) / Factor ? long.MaxValue : pickleLength * Factor + Allowance;

    public void Charge(long bytes)
    {
        if (bytes > _remaining) throw new FormatException("it asks for far more memory than the size of the pickle accounts for");
        _remaining -= bytes;
    }
}
