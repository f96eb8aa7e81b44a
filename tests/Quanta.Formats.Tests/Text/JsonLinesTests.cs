using Quanta.Formats.Text;

namespace Quanta.Formats.Tests.Text;

public sealed class JsonLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("lines.jsonl");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"text": "plain"}""", "plain")]
    [InlineData("""{"text": ""}""", "")]
    [InlineData("""{"meta": {"text": [1, {"text": "inner"}]}, "text": "outer", "n": 1e5}""", "outer")]
    [InlineData("""{"text": "\n\u00e9\ud83d\ude00\\"}""", "\n\u00e9\U0001F600\\")]
    [InlineData("""{"\u0074ext": "escaped name"}""", "escaped name")]
    [InlineData("""  {"text": "spaces"}  """, "spaces")]
    [InlineData("""{"text": "first", "text": "last"}""", "last")]
    public void Good_lines_give_their_text(string json, string expected)
    {
        File.WriteAllText(Path, json + "\n");

        var line = Assert.Single(JsonLines.ReadField(Path, "text"));

        Assert.Equal((1L, expected, null), (line.Number, line.Value, line.Problem));
    }

    [Theory]
    [InlineData("""{"text": "open""", "broken JSON")]
    [InlineData("""{"text": "a"} {"text": "b"}""", "broken JSON")]
    [InlineData("""{"text": "a",}""", "broken JSON")]
    [InlineData("""not json""", "broken JSON")]
    [InlineData("""["text", "a"]""", "not an object")]
    [InlineData("\"text\"", "not an object")]
    [InlineData("""{"title": "a"}""", "no field \"text\"")]
    [InlineData("{}", "no field \"text\"")]
    [InlineData("""{"text": 5}""", "no string")]
    [InlineData("""{"text": null}""", "no string")]
    [InlineData("""{"text": ["a"]}""", "no string")]
    [InlineData("""{"text": "half \ud83d"}""", "surrogate")]
    [InlineData("""{"half \ud83d": 1, "text": "a"}""", null)]
    public void Bad_lines_give_a_reason_and_reading_goes_on(string json, string? reason)
    {
        File.WriteAllText(Path, $"{{\"text\": \"before\"}}\n{json}\n\n{{\"text\": \"after\"}}\n");

        var lines = JsonLines.ReadField(Path, "text").ToList();

        Assert.Equal([1L, 2, 4], lines.Select(line => line.Number));
        Assert.Equal(("before", "after"), (lines[0].Require(), lines[2].Require()));
        if (reason is null) return;
        Assert.False(lines[1].IsGood);
        Assert.Contains(reason, lines[1].Problem!.Reason, StringComparison.Ordinal);
        Assert.False(lines[1].Problem!.EndsFile);
        var exception = Assert.Throws<InvalidDataException>(lines[1].Require);
        Assert.StartsWith($"{Path}: line 2: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text": "a", "score": NaN}""")]
    [InlineData("""{"score": [-Infinity, Infinity, NaN], "text": "a"}""")]
    [InlineData("""{"\"NaN\\": {"x": NaN}, "text": "a"}""")]
    public void NaN_and_Infinity_as_Python_writes_them_are_numbers_in_fields_of_no_interest(string json)
    {
        File.WriteAllText(Path, json + "\n");

        Assert.Equal("a", Assert.Single(JsonLines.ReadField(Path, "text")).Require());
    }

    [Theory]
    [InlineData("""{"text": NaN}""", "no string")]
    [InlineData("""{"text": "a", "score": NaNs}""", "broken JSON")]
    [InlineData("""{"text": "NaN", "score": nan}""", "broken JSON")]
    [InlineData("""{"text": "open \"Infinity""", "broken JSON")]
    public void NaN_makes_no_other_fault_good(string json, string reason)
    {
        File.WriteAllText(Path, json + "\n");

        Assert.Contains(reason, Assert.Single(JsonLines.ReadField(Path, "text")).Problem!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_that_only_holds_the_word_NaN_keeps_it_beside_a_NaN()
    {
        File.WriteAllText(Path, """{"text": "NaN \" Infinity", "score": NaN}""");

        Assert.Equal("NaN \" Infinity", Assert.Single(JsonLines.ReadField(Path, "text")).Require());
    }

    [Fact]
    public void A_line_without_the_field_names_those_that_are_there()
    {
        File.WriteAllText(Path, """{"content": "a", "url": {"text": 1}}""" + "\n{}\n");

        var lines = JsonLines.ReadField(Path, "text").ToList();

        Assert.Contains("\"content\", \"url\"", lines[0].Problem!.Reason, StringComparison.Ordinal);
        Assert.Contains("empty", lines[1].Problem!.Reason, StringComparison.Ordinal);
        Assert.Equal("a", JsonLines.ReadField(Path, "content").First().Require());
    }

    [Fact]
    public void Invalid_UTF_8_is_a_bad_line()
    {
        File.WriteAllBytes(Path, [.. "{\"text\": \"a\"}\n{\"text\": \"\xFF"u8, 0xFF, .. "\"}\n{\"text\": \"b\"}\n"u8]);

        var lines = JsonLines.ReadField(Path, "text").ToList();

        Assert.Equal(["a", null, "b"], lines.Select(line => line.Value));
        Assert.Contains("UTF-8", lines[1].Problem!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_stream_is_the_last_problem_after_all_whole_lines()
    {
        using (var stream = Zstd.Compress(File.Create(Path)))
        {
            stream.Write("{\"text\": \"a\"}\n{\"text\": \"b\"}\n"u8);
            stream.Flush();
            stream.Write("{\"text\": \"c\"}\n"u8);
        }
        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..^8]);

        var lines = JsonLines.ReadField(Path, "text").ToList();

        Assert.Equal(["a", "b", null], lines.Select(line => line.Value));
        Assert.Equal((3, true), (lines[2].Problem!.Number, lines[2].Problem!.EndsFile));
        Assert.Contains($"28 bytes of text into the file: The zstd data is cut: it ends after {new FileInfo(Path).Length} bytes", lines[2].Problem!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_no_stack_overflow()
    {
        File.WriteAllText(Path, $"{{\"meta\": {new string('[', 100_000)}{new string(']', 100_000)}, \"text\": \"a\"}}\n{{\"text\": \"b\"}}\n");

        Assert.Equal([null, "b"], JsonLines.ReadField(Path, "text").Select(line => line.Value));
    }

    [SharedDataFact("data/minipile/test.jsonl.zst")]
    public void The_real_corpus_reads()
    {
        var lines = JsonLines.ReadField(SharedData.Path("data/minipile/test.jsonl.zst"), "text").ToList();

        Assert.Equal(701, lines.Count);
        Assert.All(lines, line => Assert.NotEmpty(line.Require()));
    }

    [SharedDataFact("data/minipile/test.jsonl.zst")]
    public void The_real_corpus_cut_short_gives_every_whole_document_first()
    {
        var whole = File.ReadAllBytes(SharedData.Path("data/minipile/test.jsonl.zst"));
        var expected = JsonLines.ReadField(SharedData.Path("data/minipile/test.jsonl.zst"), "text").Select(line => line.Value).ToList();
        foreach (var length in (int[])[5, 1000, whole.Length / 2, whole.Length - 1])
        {
            File.WriteAllBytes(Path, whole[..length]);
            var lines = JsonLines.ReadField(Path, "text").ToList();
            Assert.True(lines[^1].Problem!.EndsFile);
            Assert.Equal(expected[..(lines.Count - 1)], lines[..^1].Select(line => line.Value));
        }
    }
}
