using System.Text.Json;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Tests.Samples;

public class JsonSamplesTests
{
    [Fact]
    public void A_line_holds_everything_in_a_fixed_order() =>
        Assert.Equal("""{"cluster":3,"rank":2,"sample":1,"prediction":12345678901,"document":7,"position":4,"loss_nats":0.05,"kind":"Manual pages","before":"the \"日本","target":" <b>","after":"\nend"}""",
            JsonSamples.Line(Sample(new TokenContext(["the", " \"日本", " <b>", "\n", "end"], 2)) with { Kind = "Manual pages" }));

    [Fact]
    public void A_target_that_is_a_part_of_a_character_is_told_in_bytes()
    {
        var line = JsonSamples.Line(Sample(new TokenContext(["good ", "😀"], 1)) with { TargetBytes = [0x98, 0x80], TargetOffset = 2 });

        Assert.EndsWith("""
            "target":"😀","after":"","target_bytes":"mIA=","target_offset":2}
            """.Trim(), line.Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_known_is_null(float loss)
    {
        var line = JsonDocument.Parse(JsonSamples.Line(Sample(new TokenContext(["a"], 0)) with { Loss = loss })).RootElement;
        Assert.Equal(JsonValueKind.Null, line.GetProperty("loss_nats").ValueKind);
        Assert.Equal(JsonValueKind.Null, line.GetProperty("kind").ValueKind);
    }

    [Fact]
    public void Any_text_is_one_line_that_reads_back()
    {
        var text = string.Concat(Enumerable.Range(0, 0x3000).Select(code => (char)code)) + "\U0001F600";
        var line = JsonSamples.Line(Sample(new TokenContext([text, "\uD800", "\u2028\u2029\r\n"], 1)));
        Assert.DoesNotContain(line, char.IsControl);
        var read = JsonDocument.Parse(line).RootElement;
        Assert.Equal(text, read.GetProperty("before").GetString());
        Assert.Equal("\uFFFD", read.GetProperty("target").GetString());
        Assert.Equal("\u2028\u2029\r\n", read.GetProperty("after").GetString());
    }

    private static ClusterSample Sample(TokenContext context) =>
        new(context) { Cluster = 3, Rank = 2, Number = 1, Prediction = 12345678901, Document = 7, Position = 4, Loss = 0.05f };
}
