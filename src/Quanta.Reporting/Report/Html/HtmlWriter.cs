using System.Text;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Report;

/// <summary>Writes elements of a page, each closed where it was opened, so that the page is well-formed XML as well as HTML.</summary>
/// <remarks>All text is escaped and passes <see cref="VisibleText"/>: no character of a corpus, a command or a file's name can act in the page.</remarks>
internal sealed class HtmlWriter
{
    private static readonly HashSet<string> Void = ["br", "col", "meta"];
    private readonly StringBuilder _html = new();

    /// <summary>Opens an element; disposing what is returned closes it.</summary>
    public Tag Element(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _html.Append('<').Append(name);
        foreach (var (attribute, value) in attributes) _html.Append(' ').Append(attribute).Append("=\"").Append(Clean(value)).Append('"');
        _html.Append(Void.Contains(name) ? "/>" : ">");
        return new Tag(this, name);
    }

    /// <summary>An element that holds text alone.</summary>
    public void Leaf(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        using (Element(name, attributes)) Text(text);
    }

    /// <summary>Text that the page itself says.</summary>
    public HtmlWriter Text(string text)
    {
        _html.Append(Clean(text));
        return this;
    }

    /// <summary>Text from the run, whose direction of writing does not reach its surroundings.</summary>
    public HtmlWriter Data(string text)
    {
        _html.Append("<bdi>").Append(Clean(text)).Append("</bdi>");
        return this;
    }

    /// <summary>Markup that another writer of ours made.</summary>
    public void Markup(string html) => _html.Append(html);

    public override string ToString() => _html.ToString();

    private static string Clean(string text) => Xml.Escape(VisibleText.Of(text));

    /// <summary>An open element.</summary>
    internal readonly struct Tag(HtmlWriter writer, string name) : IDisposable
    {
        public void Dispose()
        {
            if (!Void.Contains(name)) writer._html.Append("</").Append(name).Append('>');
        }
    }
}

/// <summary>Charts in the page.</summary>
internal static class FigureMarkup
{
    /// <summary>The width of charts in inches: narrow, so that their text stays readable on a phone.</summary>
    public const double Width = 4.8;

    /// <summary>The size of text in charts, in points.</summary>
    public const double FontSize = 8;

    /// <summary>A chart with its caption; the chart says in words what it shows.</summary>
    public static void Write(HtmlWriter html, string id, Chart chart, string caption)
    {
        using var figure = html.Element("figure");
        html.Markup((chart with { Width = Width, FontSize = FontSize }).ToSvg(new SvgOptions { Id = id, IncludeStyle = false }));
        html.Leaf("figcaption", caption);
    }
}
