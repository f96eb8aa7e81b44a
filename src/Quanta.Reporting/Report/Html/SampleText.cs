using System.Text;
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
