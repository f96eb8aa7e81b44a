using System.Globalization;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Tests.Samples;

public class TerminalSamplesTests
{
    private static readonly TerminalOptions Narrow = new() { Width = 20 }, Colored = new() { Color = true };

    [Fact]
    public void Without_colour_the_target_stands_between_marks() =>
        Assert.Equal("  Once upon a« time» there\n", TerminalSamples.Of(new TokenContext(["Once", " upon", " a", " time", " there"], 3)));

    [Fact]
    public void With_colour_the_target_has_a_red_background_and_the_rest_is_dim() =>
        Assert.Equal("  Once\e[0;41m upon\e[0;2m a\e[0m\n", TerminalSamples.Of(new TokenContext(["Once", " upon", " a"], 1), Colored));

    [Fact]
    public void Line_breaks_are_shown_and_taken() =>
        Assert.Equal("  a⏎\n  ⏎\n  b«⏎»\n  c\n", TerminalSamples.Of(new TokenContext(["a\n\n", "b", "\n", "c"], 2)));

    [Fact]
    public void Colours_do_not_run_across_lines() =>
        Assert.Equal("  a\e[0;41m⏎\e[0m\n  \e[0;2mb\e[0m\n", TerminalSamples.Of(new TokenContext(["a", "\n", "b"], 1), Colored));

    [Fact]
    public void Lines_break_at_blanks_and_long_words_anywhere()
    {
        Assert.Equal("  twelve columns, \n  then more «x»\n", TerminalSamples.Of(new TokenContext(["twelve columns, then more ", "x"], 1), Narrow));
        Assert.Equal("  012345678901234567\n  89«x»\n", TerminalSamples.Of(new TokenContext(["01234567890123456789", "x"], 1), Narrow));
    }

    [Fact]
    public void Wide_characters_take_two_columns_and_marks_none()
    {
        Assert.Equal("  日日日日日日日日日\n  日«x»\n", TerminalSamples.Of(new TokenContext([new string('日', 10), "x"], 1), Narrow));
        Assert.Equal($"  {string.Concat(Enumerable.Repeat("e\u0301", 15))}«x»\n", TerminalSamples.Of(new TokenContext([string.Concat(Enumerable.Repeat("e\u0301", 15)), "x"], 1), Narrow));
    }

    [Theory]
    [InlineData("\e[2J\a", "[U+001B][2J[U+0007]")]
    [InlineData("\r\b\0\u007F", "[U+000D][U+0008][U+0000][U+007F]")]
    [InlineData("\u009B31m", "[U+009B]31m")]
    [InlineData("a\tb", "a⇥b")]
    [InlineData("\u202Eabc\u2066", "[U+202E]abc[U+2066]")]
    [InlineData("\u2028\uFEFF\U000E0041", "[U+2028][U+FEFF][U+E0041]")]
    [InlineData("\U0001F469\u200D\U0001F467", "\U0001F469[U+200D]\U0001F467")]
    public void What_a_terminal_would_obey_is_shown(string text, string shown) =>
        Assert.Equal($"  «{shown}»\n", TerminalSamples.Of(new TokenContext([text], 0)));

    [Fact]
    public void An_unpaired_surrogate_is_shown_by_number() => Assert.Equal("  «[U+D800]»\n", TerminalSamples.Of(new TokenContext(["\uD800"], 0)));

    [Fact]
    public void No_control_or_direction_character_comes_through()
    {
        var everything = string.Concat(Enumerable.Range(0, 0x110000).Where(System.Text.Rune.IsValid).Select(char.ConvertFromUtf32));
        var shown = TerminalSamples.Of(new TokenContext([everything], 0)).Replace("\n", "", StringComparison.Ordinal);
        Assert.All(shown.EnumerateRunes().Select(System.Text.Rune.GetUnicodeCategory).Distinct(), category =>
            Assert.DoesNotContain(category, new[] { UnicodeCategory.Control, UnicodeCategory.Format, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator }));
    }

    [Fact]
    public void A_line_says_where_a_sample_is_from()
    {
        var sample = new ClusterSample(new TokenContext(["a", "b"], 1)) { Cluster = 5, Rank = 5, Number = 2, Prediction = 99, Document = 3, Position = 14, Loss = 0.0123f };
        Assert.Equal("cluster 5, sample 2: prediction 99, token 14 of document 3, 0.012 nats\n  a«b»\n", TerminalSamples.Of(sample));
        Assert.Equal("cluster 5, sample 2: prediction 99, token 14 of document 3, K[U+001B]⏎\n  a«b»\n", TerminalSamples.Of(sample with { Loss = float.NaN, Kind = "K\e\n" }));
    }

    [Fact]
    public void A_terminal_too_narrow_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TerminalSamples.Of(new TokenContext(["a"], 0), new TerminalOptions { Width = 19 }));
}
