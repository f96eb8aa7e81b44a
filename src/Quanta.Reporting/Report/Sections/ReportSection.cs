namespace Quanta.Reporting.Report;

/// <summary>A part of the page with a heading and an anchor.</summary>
/// <param name="Id">The anchor.</param>
/// <param name="Title">The heading, also in the contents list.</param>
/// <param name="Write">Writes what stands under the heading.</param>
internal sealed record ReportSection(string Id, string Title, Action<HtmlWriter> Write)
{
    /// <summary>The whole section as markup.</summary>
    public string Render()
    {
        var html = new HtmlWriter();
        using (html.Element("section", ("aria-labelledby", Id)))
        {
            html.Leaf("h2", Title, ("id", Id));
            Write(html);
        }
        return html.ToString();
    }
}
