using Quanta.Formats.Arrays;

namespace Quanta.Formats.Numpy;

internal static class NpyShape
{
    /// <summary>Throws unless the caller's shape is valid and holds exactly <paramref name="count"/> elements.</summary>
    public static void Check(long count, ReadOnlySpan<long> shape)
    {
        if (ArrayShape.Count(shape) is not { } wanted)
            throw new ArgumentException($"The shape {ArrayShape.Text(shape)} is not valid.", nameof(shape));
        if (wanted != count)
            throw new ArgumentException($"The shape {ArrayShape.Text(shape)} needs {wanted} values, but {count} were given.", nameof(shape));
    }
}
