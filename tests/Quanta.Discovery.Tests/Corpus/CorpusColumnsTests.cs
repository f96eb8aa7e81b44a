using Quanta.Discovery.Corpus;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Tests.Corpus;

/// <summary>Corpora from Parquet and Arrow files, and from folders.</summary>
public sealed class CorpusColumnsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CorpusColumnsTests() => ByteTokenizer.Write(Tokenizer);

    private string Tokenizer => _folder.File("tokenizer.json");

    private string Run => _folder.File("run");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("snappy.parquet", "parquet")]
    [InlineData("large.arrow", "arrow")]
    public void Text_is_taken_where_there_is_some_nulls_are_skipped_and_the_report_says_what_was_read(string name, string kind)
    {
        var report = Make(new CorpusOptions { TokensPerDocument = 4 }, Golden(name));

        Assert.Equal("The ", TextOf(0));
        Assert.Equal("two\n", TextOf(4));
        Assert.Equal((6L, 1L), (report.Documents, report.Sources!.Single().Nulls));
        Assert.Equal(report.Sources, CorpusReport.Read(RunFolder.OpenForReading(Run))!.Sources);
        Assert.Equal(new CorpusSource(name, FileHash.Sha256(Golden(name)), kind, "text", CorpusSource.PlainText, 7, 1), report.Sources!.Single());
        var records = RunArtifacts.ReadDocumentRecords(RunFolder.OpenForReading(Run)).ToList();
        Assert.Equal([1L, 2, 4, 5, 6, 7], records.Select(record => record.Line));
        Assert.Equal(["Books", "Books", "Web", "Web", "Web", "Code"], records.Select(record => record.Kind));
    }

    [Fact]
    public void A_folder_that_the_datasets_library_saved_gives_its_ids_where_they_are_named()
    {
        var message = Fails(new CorpusOptions { Field = "input_ids" }, Golden("saved"));
        foreach (var part in new[] { "data-00001-of-00002.arrow", "row 3", "id 300", "tokens", "--tokenizer", "--skip-bad-lines" })
            Assert.Contains(part, message, StringComparison.Ordinal);

        var report = Make(new CorpusOptions { Field = "input_ids", SkipBadLines = true, TokensPerDocument = 2 }, Golden("saved"));

        Assert.Equal([1, 2, 4, 5, 6, 7], Npy.Read(Path.Combine(Run, RunArtifacts.Tokens)).ToInt32());
        Assert.Equal([0L, 2, 2, 3, 5, 6], Npy.Read(Path.Combine(Run, RunArtifacts.Documents)).ToInt64());
        Assert.Equal((1L, 1L, 7L), (report.LinesLeftOut, report.CutDocuments, report.TextBytes));
        Assert.Equal([("data-00000-of-00002.arrow", 4L, 1L), ("data-00001-of-00002.arrow", 3L, 0L)], report.Sources!.Select(source => (source.File, source.Rows, source.Nulls)));
        Assert.All(report.Sources!, source => Assert.Equal((CorpusSource.TokenIds, "input_ids"), (source.Content, source.Field)));
    }

    [Fact]
    public void Tokens_before_documents_are_for_texts_only()
    {
        Assert.Contains("--prefix-token", Fails(new CorpusOptions { Field = "input_ids", PrefixToken = "1" }, Golden("snappy.parquet")), StringComparison.Ordinal);
        Assert.Empty(RunFolder.OpenForReading(Run).Stages);
    }

    [Theory]
    [InlineData("url", "it has no column \"url\"; its columns are \"text\" (string), \"input_ids\" (list of int32), \"meta\" (nested)")]
    [InlineData("score", "its column \"score\" (double) must hold a text or a list of whole numbers")]
    [InlineData("tags", "its column \"tags\" (list of string) must hold a text or a list of whole numbers")]
    [InlineData("meta", "its column \"meta\" (nested) must hold a text or a list of whole numbers")]
    public void A_column_that_is_missing_or_of_another_type_is_refused_before_the_folder_records_anything(string field, string expected)
    {
        var message = Fails(new CorpusOptions { Field = field }, Golden("snappy.parquet"));
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("--field", message, StringComparison.Ordinal);
        Assert.Empty(RunFolder.OpenForReading(Run).Stages);
    }

    [Fact]
    public void Files_of_a_folder_are_read_in_the_order_of_their_names_and_other_files_are_none()
    {
        var shards = Folder(("b.jsonl", Line("b")), ("a.jsonl", Line("a")), ("notes.txt", "c"));
        var report = Make(new CorpusOptions(), shards);
        Assert.Equal(["a.jsonl", "b.jsonl"], report.Files);
        Assert.Equal([97, 98], Npy.Read(Path.Combine(Run, RunArtifacts.Tokens)).ToInt32());
        Assert.Equal([("jsonl", "text"), ("jsonl", "text")], report.Sources!.Select(source => (source.Kind, source.Field)));
    }

    [Fact]
    public void A_folder_without_shards_or_of_several_kinds_or_splits_or_with_a_gap_is_refused()
    {
        var empty = Folder(("notes.txt", "c"));
        Directory.CreateDirectory(Path.Combine(empty, "data"));
        Assert.Contains("one of the folders in it: data", Fails(new CorpusOptions(), empty), StringComparison.Ordinal);
        Assert.Contains("(.jsonl, .parquet)", Fails(new CorpusOptions(), Folder(("a.jsonl", Line("a")), ("b.parquet", ""))), StringComparison.Ordinal);
        var splits = Folder(("test-00000-of-00001.jsonl", Line("a")), ("train-00000-of-00001.jsonl", Line("b")));
        Assert.Contains("(test, train)", Fails(new CorpusOptions(), splits), StringComparison.Ordinal);
        var gap = Folder(("train-00000-of-00003.jsonl", Line("a")), ("train-00002-of-00003-2bb9d088068a84c9.jsonl", Line("b")));
        Assert.Contains("1 of its 00003 shards are missing, the first is number 00001", Fails(new CorpusOptions(), gap), StringComparison.Ordinal);
        Assert.Contains("which is missing", Fails(new CorpusOptions(), Folder(("state.json", """{"_data_files": [{"filename": "gone.arrow"}]}"""))), StringComparison.Ordinal);
        Assert.Contains("must name the data files", Fails(new CorpusOptions(), Folder(("state.json", "{}"))), StringComparison.Ordinal);
        Assert.Contains("name the folder of one: test, train", Fails(new CorpusOptions(), Splits()), StringComparison.Ordinal);
        Assert.Empty(RunFolder.OpenForReading(Run).Stages);
    }

    [Fact]
    public void Little_memory_refuses_a_row_group_and_changes_no_token()
    {
        var much = Make(new CorpusOptions(), Golden("snappy.parquet"));
        var little = Make(new CorpusOptions(), Golden("snappy.parquet"), _folder.File("little"), 4_000);
        Assert.Equal(much.Tokens, little.Tokens);
        var message = Assert.Throws<InvalidDataException>(() => Make(new CorpusOptions(), Golden("snappy.parquet"), _folder.File("less"), 500)).Message;
        Assert.Contains("row group 1 of 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_for_training_may_come_from_a_folder_of_any_kind()
    {
        var encoder = LanguageModels.Tokenization.DocumentEncoder.Load(Tokenizer, null);
        var documents = PileReader.ReadWhole(Golden("saved"), encoder, new CorpusOptions(), new Computation { Threads = 1, MemoryBytes = 1 << 24 }, CancellationToken.None);
        Assert.Equal(6, documents.Count);
    }

    private static string Golden(string name) => Path.Combine(Repository.Root, "tests", "Quanta.Formats.Tests", "Goldens", name);

    private static string Line(string text) => $"{{\"text\": \"{text}\"}}\n";

    private string Folder(params (string Name, string Content)[] files)
    {
        var folder = Directory.CreateDirectory(_folder.File(Guid.NewGuid().ToString("N"))).FullName;
        foreach (var (name, content) in files) File.WriteAllText(Path.Combine(folder, name), content);
        return folder;
    }

    private string Splits()
    {
        var folder = Folder(("dataset_dict.json", """{"splits": ["train", "test"]}"""));
        foreach (var split in new[] { "train", "test" }) Directory.CreateDirectory(Path.Combine(folder, split));
        return folder;
    }

    private string TextOf(int document)
    {
        var offsets = Npy.Read(Path.Combine(Run, RunArtifacts.Documents)).ToInt64();
        var tokens = Npy.Read(Path.Combine(Run, RunArtifacts.Tokens)).ToInt32();
        return System.Text.Encoding.UTF8.GetString([.. tokens[(int)offsets[document]..(int)offsets[document + 1]].Select(token => (byte)token)]);
    }

    private string Fails(CorpusOptions options, string path) => Assert.Throws<InvalidDataException>(() => Make(options, path)).Message;

    private CorpusReport Make(CorpusOptions options, string path, string? run = null, long memory = 1 << 26)
    {
        using var session = new RunSession { Folder = RunFolder.Open(run ?? Run), Command = "test", Computation = new Computation { Threads = 2, MemoryBytes = memory } };
        return CorpusStage.Run(session, [path], Tokenizer, options);
    }
}
