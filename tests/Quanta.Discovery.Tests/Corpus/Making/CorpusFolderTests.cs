using Quanta.Discovery.Corpus.Making;
using Quanta.Formats.Text;

namespace Quanta.Discovery.Tests.Corpus.Making;

public class CorpusFolderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read_as_a_pile(bool compress)
    {
        using var folder = new TemporaryFolder();
        var text = "A \"text\" with é, \ud83d\ude00,\ttabs and\nlines: " + CorpusPackerTests.Words(3, 50);
        var corpus = CorpusPacker.Pack([new SourceText("a kind", "one", text)], new PackOptions { TestFraction = 0 });
        var (train, test) = CorpusFolder.Write(folder.Path, corpus, compress);
        var read = Assert.Single(JsonLines.ReadField(train, "text", ["meta", "pile_set_name"]));
        Assert.Equal((text, "a kind"), (read.Require(), read.Label));
        Assert.Empty(JsonLines.ReadField(test, "text"));
        Assert.Contains("\"train_documents\": 1", File.ReadAllText(folder.File("corpus.json")), StringComparison.Ordinal);
    }
}
