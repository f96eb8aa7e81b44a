using System.Security.Cryptography;
using System.Text;
using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Report;

/// <summary>What stands around the sections: the head with its content security policy, the contents list, the script at the end.</summary>
/// <remarks>The policy allows the page's own style sheet and script, by their hashes, and pictures that it holds itself; nothing else is loaded or run,
/// whatever the text of a corpus may be.</remarks>
internal static class PageShell
{
    private static readonly string Style = Asset("report.css")
        .Replace("/*tints-light*/", LossTint.Properties(LossTint.Light), StringComparison.Ordinal)
        .Replace("/*tints-dark*/", LossTint.Properties(LossTint.Dark), StringComparison.Ordinal) + SvgStyle.Sheet;

    private static readonly string Script = Asset("report.js");

    public static string Policy { get; } =
        $"default-src 'none'; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; img-src data:; base-uri 'none'; form-action 'none'";

    public static string Wrap(string title, IReadOnlyList<ReportSection> sections)
    {
        var html = new HtmlWriter();
        html.Markup("<!DOCTYPE html>\n");
        using (html.Element("html", ("lang", "en")))
        {
            WriteHead(html, title);
            using var body = html.Element("body");
            html.Leaf("a", "To the contents", ("class", "skip"), ("href", "#contents"));
            using (html.Element("header")) html.Leaf("h1", title);
            WriteContents(html, sections);
            using (html.Element("main"))
                foreach (var section in sections) html.Markup("\n" + section.Render());
            html.Markup($"\n<script>{Script}</script>");
        }
        return html + "\n";
    }

    private static void WriteHead(HtmlWriter html, string title)
    {
        using var head = html.Element("head");
        using (html.Element("meta", ("charset", "utf-8")))
        using (html.Element("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy)))
        using (html.Element("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")))
        using (html.Element("meta", ("name", "color-scheme"), ("content", "light dark")))
            html.Leaf("title", title);
        html.Markup($"<style>{Style}</style>");
    }

    private static void WriteContents(HtmlWriter html, IReadOnlyList<ReportSection> sections)
    {
        using var nav = html.Element("nav", ("aria-labelledby", "contents"));
        html.Leaf("h2", "Contents", ("id", "contents"), ("tabindex", "-1"));
        using var list = html.Element("ol");
        foreach (var section in sections)
            using (html.Element("li")) html.Leaf("a", section.Title, ("href", "#" + section.Id));
    }

    private static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Asset(string name)
    {
        using var stream = typeof(PageShell).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
