using Microsoft.Playwright;
using Quanta.Reporting.Rendering;
using Quanta.Reporting.Tests.Rendering;

namespace Quanta.Reporting.Tests.Report;

/// <summary>The page on paper, read from the PDF that a real browser prints.</summary>
public sealed class ReportPrintTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    // Words that no page holds, in the place of each chart's highest and lowest text and at both ends of its caption, so that the PDF says where each went.
    private const string MarkFigures = """
        () => {
          const figures = [...document.querySelectorAll('figure')];
          figures.forEach((figure, i) => {
            const texts = [...figure.querySelectorAll('svg text')].map(text => [text, text.getBoundingClientRect()]).filter(([, box]) => box.width > box.height);
            texts.sort(([, a], [, b]) => a.top - b.top);
            texts[0][0].textContent = `Q${i}top`;
            texts.at(-1)[0].textContent = `Q${i}bottom`;
            figure.querySelector('figcaption').prepend(`Q${i}first `);
            figure.querySelector('figcaption').append(` Q${i}last`);
          });
          return figures.length;
        }
        """;

    private static readonly string[] Marks = ["top", "bottom", "first", "last"];

    private readonly TestRun _run = TestRun.Whole();

    [PrintTheory]
    [InlineData("A4", "0")]
    [InlineData("A4", "2cm")]
    [InlineData("Letter", "1in")]
    public async Task Every_figure_stands_whole_on_one_page(string paper, string margin)
    {
        var (figures, pages) = await PrintAsync(paper, margin, style: "");
        Assert.True(figures >= 5, $"{figures} figures");
        Assert.True(pages.Count > 2, $"{pages.Count} pages");
        Assert.Empty(Cut(figures, pages));
    }

    /// <summary>The same reading of a page whose charts are spread over two sheets, or lose their captions to the next, finds each of them.</summary>
    [PrintTheory]
    [InlineData("figure svg { height: 14in !important } @media print { figure { break-inside: auto !important } }")]
    [InlineData("figcaption { break-before: page } @media print { figure { break-inside: auto !important } }")]
    public async Task A_cut_figure_is_found(string style)
    {
        var (figures, pages) = await PrintAsync("Letter", "1in", style);
        Assert.Equal(Enumerable.Range(0, figures), Cut(figures, pages));
    }

    public void Dispose() => _run.Dispose();

    /// <summary>The figures whose marks are not all on the same page.</summary>
    private static IEnumerable<int> Cut(int figures, IReadOnlyList<string> pages) => Enumerable.Range(0, figures).Where(i =>
        pages.Count(page => Marks.Any(mark => page.Contains($"Q{i}{mark}", StringComparison.Ordinal))) != 1
        || !pages.Any(page => Marks.All(mark => page.Contains($"Q{i}{mark}", StringComparison.Ordinal))));

    private async Task<(int Figures, IReadOnlyList<string> Pages)> PrintAsync(string paper, string margin, string style)
    {
        var complaints = new List<string>();
        var page = await browser.OpenAsync(_run.PagePath, complaints, isPolicyKept: style.Length == 0);
        Assert.Empty(complaints);
        if (style.Length > 0) await page.AddStyleTagAsync(new PageAddStyleTagOptions { Content = style });
        var figures = await page.EvaluateAsync<int>(MarkFigures);
        var pdf = await page.PdfAsync(new PagePdfOptions { Format = paper, Margin = new Margin { Top = margin, Bottom = margin, Left = margin, Right = margin } });
        return (figures, PdfText.Pages(pdf));
    }

    /// <summary>A theory that is skipped, with the reason, where nothing prints or nothing reads a PDF.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PrintTheoryAttribute : TheoryAttribute
    {
        public PrintTheoryAttribute() => Skip = Chromium.Find() is null ? "needs a browser of the Chromium family" : PdfText.WhyMissing;
    }
}
