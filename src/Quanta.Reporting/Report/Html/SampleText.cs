using System.Text;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Report;

/// <summary>A prediction in its context, as markup: the target marked, the tokens before it tinted by their own losses.</summary>
/// <remarks>A token of nothing but white space shows it: · for a space, → for a tab, ⏎ for a line break, which is then taken. Within words spaces stay
/// spaces; tabs and line breaks are always shown.</remarks>
internal static class SampleText
{
    /// <summary>Writes the context.</summary>
    /// <param name="html">The page.</param>
    /// <param name="context">The tokens.</param>
    /// <param name="losses">The loss of each token in nats; NaN where it is not known.</param>
    public static void Write(HtmlWriter html, TokenContext context, IReadOnlyList<double> losses)
    {
        using var text = html.Element("p", ("class", "context"), ("dir", "auto"));
        for (int start = 0, end; start < context.Target; start = end)
        {
            var level = LossTint.Level(losses[start]);
            end = start + 1;
            while (end < context.Target && LossTint.Level(losses[end]) == level) end++;
            var run = Join(context.Tokens, start, end);
            if (level == 0) WriteLines(html, run);
            else
                using (html.Element("i", ("class", LossTint.ClassOf(level)))) WriteLines(html, run);
        }
        html.Leaf("mark", Visible(context.TargetText));
    }

    /// <summary>A token on one line with all its white space shown.</summary>
    public static string Visible(string token) => token.Replace(' ', '·').Replace('\t', '→').Replace('\n', '⏎');

    private static string Join(IReadOnlyList<string> tokens, int start, int end)
    {
        var run = new StringBuilder();
        for (var i = start; i < end; i++)
            run.Append(string.IsNullOrWhiteSpace(tokens[i]) ? tokens[i].Replace(' ', '·') : tokens[i]);
        return run.Replace('\t', '→').ToString();
    }

    private static void WriteLines(HtmlWriter html, string run)
    {
        var start = 0;
        for (int end; (end = run.IndexOf('\n', start)) >= 0; start = end + 1)
        {
            html.Text(run[start..end]);
            html.Markup("⏎\n");
        }
        html.Text(run[start..]);
    }
}

/// <summary>The shades behind context tokens: the darker (in the dark theme, the brighter), the worse the model predicted the token.</summary>
internal static class LossTint
{
    /// <summary>Where each shade begins, in nats; below the first there is none. The first is the paper's threshold of selection.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.1, 0.5, 1.5, 3, 6];

    public static IReadOnlyList<Rgb> Light { get; } = [.. new[] { "#fdf6e3", "#fbe8bf", "#f7d396", "#f0b778", "#e5996a" }.Select(Rgb.Parse)];

    public static IReadOnlyList<Rgb> Dark { get; } = [.. new[] { "#25241c", "#37301b", "#4d3c19", "#654617", "#7d4d18" }.Select(Rgb.Parse)];

    /// <summary>0 for no shade, else the shade's number from 1; an unknown loss has none.</summary>
    public static int Level(double nats) => Bounds.Count(bound => nats >= bound);

    /// <summary>The class of elements of a shade: a letter, because there are many.</summary>
    public static string ClassOf(int level) => ((char)('a' + level - 1)).ToString();

    /// <summary>What a shade, from 1, stands for.</summary>
    public static string Meaning(int level) => level switch
    {
        _ when level == Bounds.Count => $"{Figures.Short(Bounds[^1])} nats and more",
        _ => $"{Figures.Short(Bounds[level - 1])} to {Figures.Short(Bounds[level])} nats",
    };

    /// <summary>The style sheet's properties --tint-a and so on.</summary>
    public static string Properties(IReadOnlyList<Rgb> shades) => string.Concat(shades.Select((shade, i) => $"--tint-{ClassOf(i + 1)}:{shade};"));
}

/// <summary>Text from the run where it names something: short, and never invisible.</summary>
internal static class ShortName
{
    private const int Longest = 40;

    /// <summary>What stands for a name that the corpus does not give.</summary>
    public const string Unknown = "(not said)";

    /// <summary>The name, cut after so many UTF-16 units and never inside a character; an ellipsis stands for what is cut. White space alone is shown as
    /// in samples.</summary>
    public static string Of(string? name, int longest = Longest)
    {
        if (name is null) return Unknown;
        if (name.Length == 0) return "(empty)";
        if (string.IsNullOrWhiteSpace(name)) name = SampleText.Visible(name);
        if (name.Length <= longest) return name;
        var end = char.IsHighSurrogate(name[longest - 1]) ? longest - 1 : longest;
        return name[..end] + "…";
    }
}
