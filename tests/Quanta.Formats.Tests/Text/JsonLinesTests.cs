using Quanta.Formats.Text;

namespace Quanta.Formats.Tests.Text;

public sealed class JsonLinesTests
{
    [SharedDataFact("data/minipile/test.jsonl.zst")]
    public void The_real_corpus_reads()
    {
        var lines = JsonLines.ReadField(SharedData.Path("data/minipile/test.jsonl.zst"), "text").ToList();

        Assert.Equal(701, lines.Count);
        Assert.All(lines, line => Assert.NotEmpty(line.Require()));
    }
}
