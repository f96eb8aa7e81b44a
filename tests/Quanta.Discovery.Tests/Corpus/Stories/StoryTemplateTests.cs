using Quanta.Discovery.Corpus.Stories;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests.Corpus.Stories;

public class StoryTemplateTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{name} and {Name}", "lily and Lily")]
    [InlineData("[only]", "only")]
    [InlineData("[[a|b]|[c|{name}]]!", "(a|b|c|lily)!")]
    [InlineData("[|x]y", "x?y")]
    public void Choices_and_gaps_are_filled(string template, string pattern)
    {
        var texts = Enumerable.Range(0, 50).Select(seed => StoryTemplate.Fill(template, _ => "lily", new Philox((ulong)seed))).ToList();
        Assert.All(texts, text => Assert.Matches($"^{pattern}$", text));
    }

    [Theory]
    [InlineData("[a|b")]
    [InlineData("{name")]
    public void A_bracket_without_its_partner_is_refused(string template) =>
        Assert.Throws<FormatException>(() => StoryTemplate.Fill(template, _ => "", new Philox(0)));

    /// <summary>Also those of the rarest ways to tell a beat, which a small corpus may not have.</summary>
    [Fact]
    public void Every_gap_of_every_plot_can_be_filled()
    {
        var ways = StoryPlot.All.SelectMany(plot => plot.Beats).SelectMany(beat => beat).ToList();
        Assert.True(ways.Count > 200);
        for (var seed = 0UL; seed < 30; seed++)
        {
            var (random, scene) = (new Philox(seed), new StoryScene(new Philox(seed)));
            Assert.All(ways, way => Assert.DoesNotContain(StoryTemplate.Fill(way, scene.Fill, random), character => "{}[]|:".Contains(character, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Words_that_stand_early_are_drawn_more_often()
    {
        var random = new Philox(2);
        var counts = Enumerable.Range(0, 10_000).Select(_ => StoryScene.Pick(["a", "b", "c", "d"], random)).CountBy(word => word).ToDictionary();
        // The first quarter of the square of a uniform number has probability 1/2; 4 standard deviations are 200.
        Assert.InRange(counts["a"], 4800, 5200);
        Assert.True(counts["b"] > counts["c"] && counts["c"] > counts["d"] && counts["d"] > 0);
    }
}
