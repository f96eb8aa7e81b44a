using System.IO.Compression;
using System.Text;
using Quanta.Discovery.Corpus;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Tests.Corpus;

public sealed class PileReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Pile => _folder.File("corpus.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Documents_are_cut_and_keep_their_line_kind_and_order()
    {
        var read = Read("{\"text\": \"abcdef\", \"meta\": {\"pile_set_name\": \"Books\"}}\n\n{\"meta\": {}, \"text\": \"gh\"}\n", new CorpusOptions { TokensPerDocument = 4 });
        Assert.Equal("abcdgh", Encoding.ASCII.GetString([.. read.Documents.Tokens.ToArray().Select(t => (byte)t)]));
        Assert.Equal([0L, 4, 6], read.Documents.Offsets);
        Assert.Equal([new DocumentRecord(1, "Books", 4, true), new DocumentRecord(3, null, 2, false)], read.Records);
    }

    [Fact]
    public void Empty_and_one_token_documents_count_as_documents_without_predictions()
    {
        var read = Read("{\"text\": \"\"}\n{\"text\": \"a\"}\n{\"text\": \"ab\"}\n", new CorpusOptions());
        Assert.Equal((3, 1L), (read.Documents.Count, read.Documents.PredictionCount));
    }

    [Fact]
    public void Only_the_first_documents_are_read() =>
        Assert.Equal(2, Read("{\"text\": \"a\"}\n{\"text\": \"b\"}\nbroken", new CorpusOptions { Documents = 2 }).Documents.Count);

    [Theory]
    [InlineData("{\"text\": \"a\"", "JSON")]
    [InlineData("[1]", "object")]
    [InlineData("{\"txt\": \"a\"}", "\"text\"")]
    [InlineData("{\"text\": 7}", "\"text\"")]
    [InlineData("{\"text\": \"\\ud800\"}", "surrogate")]
    public void A_bad_line_is_an_error_with_file_and_line_or_is_left_out_and_counted(string bad, string expected)
    {
        var text = $"{{\"text\": \"a\"}}\n{bad}\n{{\"text\": \"b\"}}\n";
        var problem = Assert.Throws<InvalidDataException>(() => Read(text, new CorpusOptions())).Message;
        foreach (var part in new[] { "corpus.jsonl", "line 2", expected, "--skip-bad-lines" }) Assert.Contains(part, problem, StringComparison.Ordinal);
        var read = Read(text, new CorpusOptions { SkipBadLines = true });
        Assert.Equal((2, 2L), (read.Documents.Count, read.BadLines.Single().Number));
    }

    [Fact]
    public void Invalid_utf8_is_a_bad_line()
    {
        File.WriteAllBytes(Pile, [.. "{\"text\": \"a"u8, 0xFF, .. "\"}\n{\"text\": \"b\"}\n"u8]);
        Assert.Contains("UTF-8", Assert.Throws<InvalidDataException>(() => Read(new CorpusOptions())).Message, StringComparison.Ordinal);
        Assert.Equal(1, Read(new CorpusOptions { SkipBadLines = true }).Documents.Count);
    }

    [Fact]
    public void A_truncated_compressed_file_is_an_error_and_gives_its_whole_lines_when_bad_ones_are_left_out()
    {
        using (var stream = new GZipStream(File.Create(Pile), CompressionLevel.NoCompression))
            for (var i = 0; i < 5000; i++) stream.Write(Encoding.ASCII.GetBytes($"{{\"text\": \"document {i}\"}}\n"));
        using (var file = File.OpenWrite(Pile)) file.SetLength(file.Length / 2);
        Assert.Contains("line", Assert.Throws<InvalidDataException>(() => Read(new CorpusOptions())).Message, StringComparison.Ordinal);
        var read = Read(new CorpusOptions { SkipBadLines = true });
        Assert.InRange(read.Documents.Count, 1, 4999);
        Assert.True(read.BadLines.Single().EndsFile);
    }

    private PileDocuments Read(string text, CorpusOptions options)
    {
        File.WriteAllText(Pile, text);
        return Read(options);
    }

    private PileDocuments Read(CorpusOptions options)
    {
        var tokenizer = _folder.File("tokenizer.json");
        ByteTokenizer.Write(tokenizer);
        return PileReader.Read(Pile, Tokenizer.Load(tokenizer), options, threads: 2, SilentObserver.Instance, CancellationToken.None);
    }
}
