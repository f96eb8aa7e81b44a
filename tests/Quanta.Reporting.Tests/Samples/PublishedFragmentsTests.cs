using System.Text;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Tests.Samples;

/// <summary>The paper's 16 fragments, written again from their own tokens, byte for byte.</summary>
public class PublishedFragmentsTests
{
    [SharedDataTheory("data/texts")]
    [InlineData("pile/cluster50", new[] { 100, 101, 103, 101, 72 }, "07|4| 8|6|f")]
    [InlineData("pile/cluster100", new[] { 98, 74, 51, 47, 78 }, "\n|\n|\n|\n|\n")]
    [InlineData("pile/cluster146", new[] { 15, 53, 26, 101 }, ",|,|,|,")]
    [InlineData("pile/cluster269", new[] { 37, 41, 97, 17, 25, 39 }, "s|s|s|s|s|s")]
    [InlineData("pile/cluster278", new[] { 62, 43, 30 }, ":|:|:")]
    [InlineData("pile/cluster292", new[] { 27, 48, 35, 81 }, "://|://|://|://")]
    [InlineData("tinystories/cluster11", new[] { 60, 60, 50, 56, 71 }, " sun| door| wagon| sw| letter")]
    [InlineData("tinystories/cluster31", new[] { 4, 4, 4, 4, 4, 4, 4, 4 }, " time| time| time| time| time| time| time| time")]
    [InlineData("tinystories/cluster75", new[] { 55, 73, 28, 67, 39 }, ",|,|,|,|,")]
    [InlineData("tinystories/cluster77", new[] { 42, 50, 52, 68, 38 }, " \"| \"| \"| \"| \"")]
    public void Cluster_samples(string name, int[] tokens, string targets)
    {
        var published = Read(name);
        var samples = LatexFragmentParser.Cluster(published);
        Assert.Equal(tokens, samples.Select(sample => sample.Tokens.Count));
        Assert.Equal(targets.Split('|'), samples.Select(sample => sample.TargetText));
        Assert.Equal(published, LatexSamples.Cluster(samples));
    }

    [SharedDataTheory("data/texts")]
    [InlineData("tokenpile/tokenessmarshall", 60, " Marshall")]
    [InlineData("tokenpile/tokenfruit-influx", 30, " inf")]
    [InlineData("tokenpile/tokenneilmackinnon", 38, " V")]
    [InlineData("tokenpile/tokenonconsumer", 53, " consumer")]
    [InlineData("tokenpile/tokensinghsirsa", 38, " Sir")]
    [InlineData("tokenpile/tokenssep-normal", 40, " normal")]
    public void Token_contexts(string name, int before, string target)
    {
        var published = Read(name);
        var sample = LatexFragmentParser.Context(published);
        Assert.Equal((before, target, before + 6), (sample.Target, sample.TargetText, sample.Tokens.Count));
        Assert.Equal(published, LatexSamples.Context(sample));
    }

    /// <summary>The bytes, checked to be UTF-8 without byte order mark, so that equal strings are equal files.</summary>
    private static string Read(string name)
    {
        var bytes = File.ReadAllBytes(SharedData.Path($"data/texts/{name}.tex"));
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        Assert.False(text.StartsWith('\uFEFF'));
        return text;
    }
}
