using System.IO.Compression;
using System.Text;
using Quanta.Formats.Text;

namespace Quanta.Formats.Tests.Text;

public sealed class TextLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("lines"); // no extension: the bytes decide

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one", new[] { "one" })]
    [InlineData("one\n", new[] { "one" })]
    [InlineData("one\ntwo", new[] { "one", "two" })]
    [InlineData("one\r\ntwo\r\n", new[] { "one", "two" })]
    [InlineData("\n\none\n", new[] { "", "", "one" })]
    [InlineData("\uFEFFone\n\uFEFFtwo\n", new[] { "one", "\uFEFFtwo" })]
    public void Lines_come_with_their_numbers_in_every_packing(string text, string[] expected)
    {
        foreach (var bytes in (byte[][])[Utf8(text), Gzip(Utf8(text)), Zstd(Utf8(text))])
        {
            File.WriteAllBytes(Path, bytes);
            Assert.Equal(expected.Select((line, index) => (index + 1L, line)), Read());
        }
    }

    [Theory]
    [InlineData("two-members.jsonl.gz")]
    [InlineData("frames.jsonl.zst")]
    public void Files_of_several_members_or_frames_read_to_the_end(string name)
    {
        var lines = JsonLines.ReadField(Golden.Path(name), "text").Select(line => line.Require());

        Assert.Equal(["line 1", "line 2", "line 3", "line 4"], lines);
    }

    [Fact]
    public void Lines_of_every_length_around_the_buffer_read()
    {
        int[] lengths = [0, 1, 65535, 65536, 65537, 3, 131072, 200_000, 5];
        File.WriteAllText(Path, string.Concat(lengths.Select((length, index) => new string((char)('a' + index), length) + "\n")));

        Assert.Equal(lengths.Select((length, index) => (index + 1L, new string((char)('a' + index), length))), Read());
    }

    [Fact]
    public void A_line_of_100_MB_costs_a_small_multiple_of_its_length()
    {
        const int Length = 100_000_000;
        File.WriteAllBytes(Path, Zstd(new byte[Length]));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var line = TextLines.Read(Path).Single();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Length, line.Utf8.Length);
        Assert.InRange(allocated, Length, 4L * Length); // doubling: at most 2 x the last buffer, which is at most 2 x the line
    }

    [Fact]
    public void A_line_longer_than_allowed_ends_the_file_with_an_error_that_names_it()
    {
        File.WriteAllText(Path, "12345\n123456\n1\n");

        var exception = Assert.Throws<InvalidDataException>(() => Read(new TextLineOptions { MaxLineBytes = 5 }));

        Assert.StartsWith($"{Path}: line 2: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void However_a_compressed_file_is_cut_whole_lines_come_first_and_then_the_error(bool gzip)
    {
        var text = string.Concat(Enumerable.Range(0, 400).Select(i => $"{i * 7919 % 1000} some text\n"));
        var whole = gzip ? Gzip(Utf8(text)) : Zstd(Utf8(text));
        for (var length = 4; length < whole.Length; length += length < whole.Length - 20 ? 13 : 1) // every end of the checksum, and some of the rest
        {
            File.WriteAllBytes(Path, whole[..length]);
            var lines = new List<string>();
            var exception = Assert.Throws<InvalidDataException>(() =>
            {
                foreach (var line in TextLines.Read(Path)) lines.Add(Encoding.UTF8.GetString(line.Utf8.Span));
            });
            Assert.Equal(text.Split('\n')[..lines.Count], lines);
            Assert.StartsWith($"{Path}: line {lines.Count + 1}: ", exception.Message, StringComparison.Ordinal);
        }
    }

    private List<(long Number, string Line)> Read(TextLineOptions? options = null) =>
        [.. TextLines.Read(Path, options).Select(line => (line.Number, Encoding.UTF8.GetString(line.Utf8.Span)))];

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Compress)) gzip.Write(bytes);
        return stream.ToArray();
    }

    private static byte[] Zstd(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zstd = Formats.Text.Zstd.Compress(stream)) zstd.Write(bytes);
        return stream.ToArray();
    }
}
