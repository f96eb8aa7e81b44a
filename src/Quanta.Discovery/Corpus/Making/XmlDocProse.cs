using System.Text;
using System.Xml.Linq;

namespace Quanta.Discovery.Corpus.Making;

/// <summary>Turns the mixed content of XML documentation into plain text.</summary>
internal static class XmlDocProse
{
    /// <summary>The element's text: references become the names that a reader knows, paragraphs and list items lines of their own, code keeps its lines, other
    /// white space is one blank.</summary>
    public static string Of(XElement element)
    {
        var builder = new StringBuilder();
        AppendContent(element, builder);
        return builder.ToString().Trim();
    }

    private static void AppendContent(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText plain) AppendCollapsed(plain.Value, text);
            else if (node is XElement inner) Append(inner, text);
        }
    }

    private static void Append(XElement element, StringBuilder text)
    {
        switch (element.Name.LocalName)
        {
            case "see" or "seealso" or "xref" when element.IsEmpty:
                text.Append(Reference(element));
                break;
            case "paramref" or "typeparamref":
                text.Append((string?)element.Attribute("name"));
                break;
            case "para" or "p" or "list" or "ul" or "description" or "remarks":
                NewLine(text);
                AppendContent(element, text);
                NewLine(text);
                break;
            case "item" or "listheader" or "li":
                NewLine(text);
                text.Append("- ");
                text.Append(string.Join(": ", Parts(element)));
                NewLine(text);
                break;
            case "br":
                NewLine(text);
                break;
            case "code":
                NewLine(text);
                text.Append(element.Value.ReplaceLineEndings("\n").Trim('\n'));
                NewLine(text);
                break;
            default:
                AppendContent(element, text);
                break;
        }
    }

    private static IEnumerable<string> Parts(XElement item) =>
        item.Elements().Any(e => e.Name.LocalName is "term" or "description") ? item.Elements().Select(Of).Where(part => part.Length > 0) : [Of(item)];

    private static string Reference(XElement element)
    {
        if ((string?)element.Attribute("langword") is { } word) return word;
        if ((string?)element.Attribute("cref") is { } reference) return XmlDocNames.Short(reference);
        return (string?)element.Attribute("uid") ?? (string?)element.Attribute("href") ?? "";
    }

    private static void NewLine(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ') text.Length--;
        if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
    }

    private static void AppendCollapsed(string value, StringBuilder text)
    {
        foreach (var character in value)
        {
            if (!char.IsWhiteSpace(character)) text.Append(character);
            else if (text.Length > 0 && text[^1] is not (' ' or '\n')) text.Append(' ');
        }
    }
}
