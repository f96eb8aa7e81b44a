using Quanta.Discovery.Corpus;
using Quanta.Discovery.Runs;
using Quanta.Reporting.Report;

namespace Quanta.Reporting.Tests.Report;

public sealed class CorpusFactsTests
{
    [Fact]
    public void The_page_tells_what_was_left_out_and_which_documents_hold_the_special_token()
    {
        using var folder = new TemporaryFolder();
        ByteTokenizer.Write(folder.File("tokenizer.json"));
        File.WriteAllText(folder.File("pile"), "{\"text\": \"ab\"}\nbroken <b>\n{\"text\": \"a<|endoftext|>b\"}\n");
        using var session = new RunSession { Folder = RunFolder.Open(folder.File("run")), Command = "test" };
        CorpusStage.Run(session, [folder.File("pile")], folder.File("tokenizer.json"), new CorpusOptions { SkipBadLines = true });

        ReportStage.Run(session, new ReportOptions());

        var page = File.ReadAllText(session.Folder.PathOf(ReportStage.Artifact));
        Assert.Contains("1 line that could not be read; the first: pile: line 2: it is broken JSON", page, StringComparison.Ordinal);
        Assert.Contains("1 document with &lt;|endoftext|&gt; in the text", page, StringComparison.Ordinal);
    }
}
