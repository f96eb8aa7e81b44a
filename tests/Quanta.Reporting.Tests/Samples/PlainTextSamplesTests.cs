using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Tests.Samples;

public class PlainTextSamplesTests
{
    [Fact]
    public void The_target_is_marked_and_samples_stand_between_dashes()
    {
        TokenContext[] samples = [new(["Once", " upon", " a", " time"], 3), new(["x", "\n", "y"], 1)];
        Assert.Equal("Once upon a<| time|>\n----------------------------------------\nx<|\n|>", PlainTextSamples.Of(samples));
    }

    [Theory]
    [InlineData(300, "abcd\U0001F600")]
    [InlineData(5, "abcd\U0001F600")]
    [InlineData(4, "...bcd\U0001F600")]
    [InlineData(1, "...\U0001F600")]
    [InlineData(0, "...")]
    public void Long_context_is_cut_in_front_between_characters(int maximum, string context) =>
        Assert.Equal(context + "<|!|>", PlainTextSamples.Of([new TokenContext(["ab", "cd\U0001F600", "!"], 2)], maximum));

    [Fact]
    public void No_context_needs_no_dots() => Assert.Equal("<|!|>", PlainTextSamples.Of([new TokenContext(["!", "after"], 0)], 0));
}
