namespace Quanta.Formats.Text;

/// <summary>Limits on what a file of lines may demand.</summary>
public sealed record TextLineOptions
{
    /// <summary>The longest line, in bytes, that is read; a longer one is an error. Memory grows with the lines that are there, not with
    /// this.</summary>
    public int MaxLineBytes { get; init; } = 1 << 30;

    /// <summary>The largest zstd window, as a power of two; see <see cref="ZstdStream"/>.</summary>
    public int MaxZstdWindowLog { get; init; } = ZstdStream.DefaultWindowLog;
}
