namespace Quanta.Formats.Columns;

/// <summary>What a chunk's pages claim, looked at before the library takes memory for it.</summary>
/// <param name="stream">The file.</param>
internal sealed class ParquetPages(Stream stream)
{
    /// <summary>What a header takes where it holds no long statistics, and what writers may count or not of headers; and the most that is read of one.</summary>
    private const int ShortHeader = 1 << 12, LongHeader = 1 << 24;

    // Fields of PageHeader, and the number of values within its three headers.
    private const int Type = 1, UncompressedSize = 2, CompressedSize = 3, DataHeader = 5, DictionaryHeader = 7, DataHeader2 = 8, Values = 1, DictionaryPage = 2;

    /// <summary>Walks over the footer: FileMetaData.</summary>
    /// <exception cref="FormatException">It claims more than it holds.</exception>
    public void CheckFooter(int length, int trailerBytes)
    {
        var bytes = new byte[length];
        stream.Position = stream.Length - trailerBytes - length;
        stream.ReadExactly(bytes);
        new ThriftWalk(bytes).Walk();
    }

    /// <summary>Walks from page header to page header.</summary>
    /// <param name="first">Where the first page begins.</param>
    /// <param name="values">How many values the chunk claims.</param>
    /// <param name="uncompressed">How many bytes it claims, uncompressed.</param>
    /// <exception cref="FormatException">A page claims more than the file holds or its chunk claims, or the pages hold other than so many values.</exception>
    public void CheckChunk(long first, long values, long uncompressed)
    {
        var (at, found, bytes) = (first, 0L, 0L);
        while (found < values)
        {
            var (header, length) = HeaderAt(at);
            long Number(int field, int inner = 0) => header.GetValueOrDefault((field, inner));
            var (stored, expanded) = (Number(CompressedSize), Number(UncompressedSize));
            bytes += expanded;
            if (stream.Length - at - length is var left && (stored < 0 || stored > left))
                throw new FormatException($"a page of {stored:N0} bytes is announced, but {left:N0} follow");
            if (expanded < 0 || bytes > uncompressed + ShortHeader)
                throw new FormatException($"a page of {expanded:N0} bytes is announced where all of its chunk's are {uncompressed:N0}, uncompressed");
            var count = Math.Max(Number(DataHeader, Values), Number(DataHeader2, Values));
            if (Number(Type) == DictionaryPage)
            {
                if (Number(DictionaryHeader, Values) is var entries && (entries < 0 || entries > expanded))
                    throw new FormatException($"a dictionary of {entries:N0} entries is announced in {expanded:N0} bytes");
                count = 0;
            }
            else if (count < 0 || count > values - found || (count == 0 && stored == 0))
            {
                throw new FormatException($"a page of {count:N0} values is announced where {values - found:N0} are left");
            }
            found += count;
            at += length + stored;
        }
    }

    private (Dictionary<(int Field, int Inner), long> Header, int Length) HeaderAt(long at)
    {
        if (at < 0 || at >= stream.Length) throw new FormatException($"a page begins at {at:N0}, beyond the {stream.Length:N0} bytes of the file");
        for (var window = (long)ShortHeader; ; window *= 16)
        {
            var bytes = new byte[(int)Math.Min(window, stream.Length - at)];
            stream.Position = at;
            stream.ReadExactly(bytes);
            var walk = new ThriftWalk(bytes);
            try
            {
                return (walk.Walk(), walk.Length);
            }
            catch (FormatException) when (walk.IsCut && bytes.Length < Math.Min(LongHeader, stream.Length - at))
            {
                // the header goes on
            }
        }
    }
}
