using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Tests.Samples;

public class LatexSamplesTests
{
    [Theory]
    [InlineData("word", "word")]
    [InlineData(" a_b", " a\\_b")]
    [InlineData("#$%{}", "\\#\\$\\%\\{\\}")]
    [InlineData("\n", "{\\textbackslash}n")]
    [InlineData("\t", "\\phantom{aaaa}")]
    [InlineData(" ", "\\phantom{a}")]
    [InlineData("   ", "\\phantom{aaa}")]
    [InlineData("", "\\phantom{}")]
    [InlineData("\\^~<>", "\\^~<>")]
    [InlineData("\n\n", "\n\n")]
    [InlineData(" \t", " \t")]
    [InlineData("\u00E9\u65E5\U0001F600", "\u00E9\u65E5\U0001F600")]
    public void A_token_is_written_as_published(string token, string text)
    {
        var lineBreak = token == "\n" ? "\\\\" : "";
        Assert.Equal($"\\tok[lightred]{{{{\\strut}}{text}}}\\allowbreak {lineBreak}", LatexSamples.Cluster([new TokenContext([token], 0)]));
        Assert.Equal($"\\color{{lgray}}{{...}}\\ttok[lightred]{{{{\\strut}}\\color{{black}}{{{text}}}}}\\allowbreak {lineBreak}\\color{{lgray}}{{...}}",
            LatexSamples.Context(new TokenContext([token], 0)));
    }

    [Fact]
    public void An_ampersand_is_escaped_in_contexts_only()
    {
        var sample = new TokenContext(["R&D"], 0);
        Assert.Contains("{R\\&D}", LatexSamples.Context(sample), StringComparison.Ordinal);
        Assert.Contains("}R&D}", LatexSamples.Cluster([sample]), StringComparison.Ordinal);
        Assert.Contains("}R\\&D}", LatexSamples.Cluster([sample], LatexEscaping.Complete), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\input{x}", "{\\textbackslash}input\\{x\\}")]
    [InlineData("^~", "{\\textasciicircum}{\\textasciitilde}")]
    [InlineData("\n\n", "{\\textbackslash}n{\\textbackslash}n")]
    [InlineData("a\tb", "a\\phantom{aaaa}b")]
    [InlineData("\u001b\u0000", "\uFFFD\uFFFD")]
    [InlineData("plain_", "plain\\_")]
    public void Complete_escaping_leaves_nothing_to_interpret(string token, string text) =>
        Assert.Equal($"\\tok[lightred]{{{{\\strut}}{text}}}\\allowbreak ", LatexSamples.Cluster([new TokenContext([token], 0)], LatexEscaping.Complete));

    [Fact]
    public void Tokens_after_the_target_are_gray_in_contexts_and_plain_in_clusters()
    {
        var sample = new TokenContext(["a", "b", "\n"], 1);
        Assert.Equal("\\color{lgray}{...}\\ttok[white]{{\\strut}\\color{black}{a}}\\allowbreak \\ttok[lightred]{{\\strut}\\color{black}{b}}\\allowbreak " +
            "\\ttok[white]{{\\strut}\\color{lgray}{{\\textbackslash}n}}\\allowbreak \\\\\\color{lgray}{...}", LatexSamples.Context(sample));
        Assert.Equal("\\tok[white]{{\\strut}a}\\allowbreak \\tok[lightred]{{\\strut}b}\\allowbreak \\tok[white]{{\\strut}{\\textbackslash}n}\\allowbreak \\\\",
            LatexSamples.Cluster([sample]));
    }

    [Fact]
    public void Samples_of_a_cluster_stand_between_rules()
    {
        var sample = new TokenContext(["a"], 0);
        Assert.Equal("\\tok[lightred]{{\\strut}a}\\allowbreak \n\n{\\color{gray}\\rule{0.99\\linewidth}{0.5pt}}\n\n\\tok[lightred]{{\\strut}a}\\allowbreak ", LatexSamples.Cluster([sample, sample]));
        Assert.Equal("", LatexSamples.Cluster([]));
    }
}
