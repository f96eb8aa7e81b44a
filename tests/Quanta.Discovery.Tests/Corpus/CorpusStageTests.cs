using System.Diagnostics;
using System.Text.Json.Nodes;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Tests.Corpus;

public sealed class CorpusStageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CorpusStageTests() => ByteTokenizer.Write(Tokenizer);

    private string Run => _folder.File("run");

    private string Tokenizer => _folder.File("tokenizer.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_run_folder_holds_the_tokens_and_the_counts()
    {
        var report = Make(new CorpusOptions { SkipBadLines = true }, Pile("a", "{\"text\": \"abc\"}\nbroken\n"), Pile("b", "{\"text\": \"de\"}\n"));

        Assert.Equal([97, 98, 99, 100, 101], Npy.Read(Path.Combine(Run, RunArtifacts.Tokens)).ToInt32());
        Assert.Equal([0L, 3, 5], Npy.Read(Path.Combine(Run, RunArtifacts.Documents)).ToInt64());
        var folder = RunFolder.OpenForReading(Run);
        Assert.Equal((2L, 5L, 3L, 1L), (report.Documents, report.Tokens, report.Predictions, report.LinesLeftOut));
        Assert.Equal(report.FirstLeftOut, CorpusReport.Read(folder)!.FirstLeftOut);
        Assert.Contains("\"lines_left_out\": 1", File.ReadAllText(Path.Combine(Run, RunArtifacts.CorpusReport)), StringComparison.Ordinal);
        Assert.Equal(1, (int)folder.Stages.Single().Facts!["lines_left_out"]!);
        Assert.Equal(2, RunArtifacts.ReadCorpus(folder).Count);
        Assert.Equal([0, 1], RunArtifacts.ReadDocumentRecords(folder).Select(record => record.File));
    }

    [Fact]
    public void Tokens_before_and_after_documents_are_no_text_and_the_first_is_never_predicted()
    {
        var json = JsonNode.Parse(File.ReadAllText(Tokenizer))!;
        json["post_processor"] = JsonNode.Parse("""
            {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"s"}},{"Sequence":{"id":"A"}},{"SpecialToken":{"id":"e"}}],"special_tokens":{"s":{"ids":[1]},"e":{"ids":[2]}}}
            """);
        File.WriteAllText(Tokenizer, json.ToJsonString());
        var report = Make(new CorpusOptions { TokensPerDocument = 4 }, Pile("a", "{\"text\": \"ab\"}\n{\"text\": \"\"}\n{\"text\": \"abcdef\"}\n"));

        Assert.Equal([1, 97, 98, 2, 1, 2, 1, 97, 98, 99], Npy.Read(Path.Combine(Run, RunArtifacts.Tokens)).ToInt32());
        Assert.Equal((10L, 7L, 1L, 5L), (report.Tokens, report.Predictions, report.CutDocuments, report.TokenBytes));
        var facts = RunFolder.OpenForReading(Run).Stages.Single().Facts!;
        Assert.Equal((1, 2), ((int)facts["tokens_before_documents"]![0]!, (int)facts["tokens_after_documents"]![0]!));
        Assert.Throws<InvalidDataException>(() => Make(new CorpusOptions { TokensPerDocument = 4, PrefixToken = "none" }, _folder.File("a")));
    }

    [Fact]
    public void The_run_folder_keeps_GPT2s_files_as_a_tokenizer_json()
    {
        var vocabulary = JsonNode.Parse(File.ReadAllText(Tokenizer))!["model"]!["vocab"]!;
        File.WriteAllText(_folder.File("vocab.json"), vocabulary.ToJsonString());
        File.WriteAllText(_folder.File("merges.txt"), "#version: 0.2\n");
        MakeWith(_folder.File("vocab.json"), new CorpusOptions(), Pile("a", "{\"text\": \"ab\"}\n"));
        Assert.Equal([97, 98], LanguageModels.Tokenization.Tokenizer.Load(Path.Combine(Run, RunArtifacts.Tokenizer)).Encode("ab"));

        File.WriteAllText(_folder.File("merges.txt"), "#version: 0.3\n");
        Assert.Throws<InvalidDataException>(() => MakeWith(_folder.File("vocab.json"), new CorpusOptions(), _folder.File("a")));
    }

    [Fact]
    public void SentencePieces_file_alone_is_refused_before_the_folder_records_anything()
    {
        File.Delete(Tokenizer);
        File.WriteAllBytes(_folder.File("tokenizer.model"), [10, 14]);
        var message = Assert.Throws<InvalidDataException>(() => Make(new CorpusOptions(), Pile("a", "{\"text\": \"ab\"}\n"))).Message;
        Assert.Contains("SentencePiece's own file", message, StringComparison.Ordinal);
        Assert.Empty(RunFolder.OpenForReading(Run).Stages);
    }

    [Fact]
    public void Other_files_or_another_order_are_another_corpus()
    {
        var (a, b) = (Pile("a", "{\"text\": \"abc\"}\n"), Pile("b", "{\"text\": \"de\"}\n"));
        Make(new CorpusOptions(), a, b);

        Make(new CorpusOptions(), a, b);
        Assert.Throws<InvalidDataException>(() => Make(new CorpusOptions(), b, a));
        Assert.Throws<InvalidDataException>(() => Make(new CorpusOptions(), a));
        Assert.Throws<InvalidDataException>(() => Make(new CorpusOptions { Field = "content" }, a, b));
    }

    [Fact]
    public void A_corpus_that_cannot_be_read_to_its_end_leaves_nothing_under_its_name()
    {
        var lines = string.Concat(Enumerable.Range(0, 2000).Select(_ => "{\"text\": \"a document\"}\n"));

        Assert.Throws<InvalidDataException>(() => Make(new CorpusOptions(), Pile("a", lines + "broken\n")));

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Run, "corpus")));
    }

    [Fact]
    public void What_is_no_file_of_JSON_lines_is_refused_before_the_folder_records_anything()
    {
        foreach (var (content, name) in StandIns.Contents.Where(one => one.Content.Length > 0))
            Assert.Contains(name, Assert.Throws<InvalidDataException>(() => Make(new CorpusOptions(), Pile("a", content))).Message, StringComparison.Ordinal);
        Assert.Contains("a folder", Assert.Throws<InvalidDataException>(() => Make(new CorpusOptions(), _folder.Path)).Message, StringComparison.Ordinal);
        Assert.Empty(RunFolder.OpenForReading(Run).Stages);
    }

    [SkippedOnWindowsFact]
    public async Task A_pipe_is_read_once_gives_what_the_file_gives_and_leaves_no_copy()
    {
        var pipe = _folder.File("pipe");
        using (var made = Process.Start("mkfifo", pipe)) await made.WaitForExitAsync();
        const string text = "{\"text\": \"abc\"}\n";
        var writing = Task.Run(() => File.WriteAllText(pipe, text));

        Make(new CorpusOptions(), pipe);
        await writing;

        Make(new CorpusOptions(), Pile("a", text)); // the same content, so the same corpus
        Assert.Equal(
            RunFolder.OpenForReading(Run).Stages.Single().Artifacts.Keys.Order(),
            Directory.EnumerateFiles(Path.Combine(Run, "corpus")).Select(file => $"corpus/{Path.GetFileName(file)}").Order());
    }

    [Fact]
    public void A_run_made_before_there_were_reports_still_opens()
    {
        var pile = Pile("a", "{\"text\": \"abc\"}\n");
        Make(new CorpusOptions(), pile);
        var manifest = Path.Combine(Run, "run.json");
        var lines = File.ReadAllLines(manifest).Where(line => !line.Contains(RunArtifacts.CorpusReport, StringComparison.Ordinal)).ToList();
        var last = lines.FindIndex(line => line.Contains(RunArtifacts.Tokenizer, StringComparison.Ordinal));
        lines[last] = lines[last].TrimEnd(',');
        File.WriteAllLines(manifest, lines);

        var report = Make(new CorpusOptions(), pile);

        Assert.Equal((1L, 3L, 2L), (report.Documents, report.Tokens, report.Predictions));
    }

    private string Pile(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return _folder.File(name);
    }

    private CorpusReport Make(CorpusOptions options, params string[] piles) => MakeWith(Tokenizer, options, piles);

    private CorpusReport MakeWith(string tokenizer, CorpusOptions options, params string[] piles)
    {
        using var session = new RunSession { Folder = RunFolder.Open(Run), Command = "test" };
        return CorpusStage.Run(session, piles, tokenizer, options);
    }
}
