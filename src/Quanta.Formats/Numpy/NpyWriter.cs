namespace Quanta.Formats.Numpy;

/// <summary>Makes streamed writers of .npy files, for arrays too large to hold or of a length not known beforehand.</summary>
public static class NpyWriter
{
    /// <summary>A writer of exactly this shape.</summary>
    public static NpyWriter<T> Create<T>(string path, params ReadOnlySpan<long> shape)
        where T : unmanaged => new(path, shape.ToArray(), grows: false);

    /// <summary>A writer of any number of rows, each of shape <paramref name="rowShape"/> (none: each row is one value).
    /// The file's shape is (rows, rowShape...), known at <see cref="NpyWriter{T}.Complete"/>.</summary>
    public static NpyWriter<T> CreateGrowing<T>(string path, params ReadOnlySpan<long> rowShape)
        where T : unmanaged => new(path, [0, .. rowShape], grows: true);
}
