using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Tests.Samples;

public class TokenContextTests
{
    private static readonly TokenContext Context = new(["a", "b", "c", "d"], 2);

    [Fact]
    public void The_text_is_cut_at_the_target() => Assert.Equal(("ab", "c", "d"), (Context.Before, Context.TargetText, Context.After));

    [Theory]
    [InlineData(0, 0, "c", 0)]
    [InlineData(1, 0, "bc", 1)]
    [InlineData(1, 1, "bcd", 1)]
    [InlineData(9, 9, "abcd", 2)]
    [InlineData(int.MaxValue, int.MaxValue, "abcd", 2)]
    public void A_window_holds_the_tokens_that_there_are(int before, int after, string tokens, int target)
    {
        var window = Context.Window(before, after);
        Assert.Equal((tokens, target, "c"), (string.Concat(window.Tokens), window.Target, window.TargetText));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_target_outside_the_tokens_is_refused(int target) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenContext(["a", "b", "c", "d"], target));

    [Fact]
    public void A_negative_window_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Context.Window(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Context.Window(0, -1));
    }
}
