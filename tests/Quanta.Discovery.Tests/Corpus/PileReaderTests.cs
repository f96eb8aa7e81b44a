using System.IO.Compression;
using System.Text;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Runs;
using Quanta.Formats.Text;
using Quanta.LanguageModels;
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
        Assert.Equal((2, 1L), (read.Documents.Count, read.Report.LinesLeftOut));
        Assert.Contains("line 2", read.Report.FirstLeftOut, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_utf8_is_a_bad_line()
    {
        File.WriteAllBytes(Pile, [.. "{\"text\": \"a"u8, 0xFF, .. "\"}\n{\"text\": \"b\"}\n"u8]);
        Assert.Contains("UTF-8", Assert.Throws<InvalidDataException>(() => Read(new CorpusOptions())).Message, StringComparison.Ordinal);
        Assert.Equal(1, Read(new CorpusOptions { SkipBadLines = true }).Documents.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cut_compressed_file_is_an_error_with_and_without_leaving_out_bad_lines(bool skip)
    {
        var random = new Random(1);
        var whole = string.Concat(Enumerable.Range(0, 20_000).Select(_ => $"{{\"text\": \"document {random.NextInt64():x}\"}}\n")); // several blocks
        foreach (var compress in new Func<Stream, Stream>[] { file => new GZipStream(file, CompressionLevel.NoCompression), file => Zstd.Compress(file) })
        {
            using (var stream = compress(File.Create(Pile))) stream.Write(Encoding.ASCII.GetBytes(whole));
            using (var file = File.OpenWrite(Pile)) file.SetLength(file.Length / 2);

            var problem = Assert.Throws<InvalidDataException>(() => Read(new CorpusOptions { SkipBadLines = skip })).Message;

            Assert.Contains($"ends after {new FileInfo(Pile).Length:N0} bytes", problem, StringComparison.Ordinal);
            Assert.Contains("bytes of text into the file", problem, StringComparison.Ordinal);
            Assert.DoesNotContain("--skip-bad-lines", problem, StringComparison.Ordinal);
            Assert.Equal(1, Read(new CorpusOptions { Documents = 1 }).Documents.Count); // what comes before the cut can be had
        }
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("\n \n", "it is empty")]
    [InlineData("{\"content\": \"a\"}\n[]\n", "all of its 2 lines were left out")]
    public void A_corpus_of_no_documents_is_an_error(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Read(text, new CorpusOptions { SkipBadLines = true })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_line_without_text_names_its_fields_and_another_field_can_be_read()
    {
        const string line = "{\"content\": \"words\", \"url\": \"u\"}\n";
        Assert.Contains("\"content\", \"url\"", Assert.Throws<InvalidDataException>(() => Read(line, new CorpusOptions())).Message, StringComparison.Ordinal);
        Assert.Equal(5, Read(line, new CorpusOptions { Field = "content" }).Documents.Tokens.Length);
    }

    [Fact]
    public void What_is_no_corpus_is_called_what_it_is()
    {
        foreach (var (content, name) in StandIns.Contents.Where(one => one.Content.Length > 0))
            Assert.Contains($"it is {name}", Assert.Throws<InvalidDataException>(() => Read(content, new CorpusOptions { SkipBadLines = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_files_are_read_one_after_the_other_and_every_document_keeps_its_file()
    {
        File.WriteAllText(_folder.File("second"), "{\"text\": \"cd\"}\n{\"text\": \"e\"}\n");
        File.WriteAllText(Pile, "{\"text\": \"ab\"}\n");

        var read = Read(new CorpusOptions { Documents = 2 }, Pile, _folder.File("second"));

        Assert.Equal("abcd", Encoding.ASCII.GetString([.. read.Documents.Tokens.ToArray().Select(t => (byte)t)]));
        Assert.Equal([new DocumentRecord(1, null, 2, false, 0), new DocumentRecord(1, null, 2, false, 1)], read.Records);
        Assert.Equal(["corpus.jsonl", "second"], read.Report.Files);
    }

    [Fact]
    public void The_report_counts_what_was_read_left_out_and_cut()
    {
        const string text = "{\"text\": \"abcdef\"}\nbroken\n\n{\"text\": \"é<|endoftext|>\"}\n{\"text\": 7}\n{\"text\": \"\"}\n";

        var report = Read(text, new CorpusOptions { SkipBadLines = true, TokensPerDocument = 4 }).Report;

        Assert.Equal(
            (3L, 8L, 6L, 2L, 2L, 1L, 21L, 8L),
            (report.Documents, report.Tokens, report.Predictions, report.LinesLeftOut, report.CutDocuments, report.EndOfTextDocuments, report.TextBytes, report.TokenBytes));
        Assert.StartsWith("corpus.jsonl: line 2: ", report.FirstLeftOut, StringComparison.Ordinal);
    }

    [Fact]
    public void Little_memory_changes_the_batches_and_nothing_else()
    {
        File.WriteAllText(Pile, string.Concat(Enumerable.Range(0, 700).Select(i => $"{{\"text\": \"{new string((char)('a' + i % 26), i % 90)}\"}}\n")));

        var (much, little) = (Read(new CorpusOptions()), Read(new CorpusOptions(), 16_000));

        Assert.Equal(much.Documents.Tokens, little.Documents.Tokens);
        Assert.Equal(much.Records, little.Records);
        Assert.Contains("longer than", Assert.Throws<InvalidDataException>(() => Read(new CorpusOptions(), 1_600)).Message, StringComparison.Ordinal);
    }

    private sealed record Content(TokenDocuments Documents, IReadOnlyList<DocumentRecord> Records, CorpusReport Report);

    private Content Read(string text, CorpusOptions options)
    {
        File.WriteAllText(Pile, text);
        return Read(options);
    }

    private Content Read(CorpusOptions options, params string[] paths) => Read(options, 4L << 30, paths);

    private Content Read(CorpusOptions options, long memory, params string[] paths)
    {
        var tokenizer = _folder.File("tokenizer.json");
        ByteTokenizer.Write(tokenizer);
        var (tokens, offsets, records) = (new List<int>(), new List<long> { 0 }, new List<DocumentRecord>());
        var computation = new Computation { Threads = 2, MemoryBytes = memory };
        var report = PileReader.Read(paths.Length == 0 ? [Pile] : paths, new DocumentEncoder(Tokenizer.Load(tokenizer)), options, computation, (document, record) =>
        {
            tokens.AddRange(document);
            offsets.Add(tokens.Count);
            records.Add(record);
        }, SilentObserver.Instance, CancellationToken.None);
        return new Content(new TokenDocuments(tokens.ToArray(), [.. offsets]), records, report);
    }
}
