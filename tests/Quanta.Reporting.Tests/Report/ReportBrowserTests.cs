using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Quanta.Reporting.Report;
using Quanta.Reporting.Tests.Rendering;

namespace Quanta.Reporting.Tests.Report;

/// <summary>The page of a hostile corpus in a real browser.</summary>
public sealed class ReportBrowserTests(Browser browser, ReportBrowserTests.HostilePage page) : IClassFixture<Browser>, IClassFixture<ReportBrowserTests.HostilePage>
{
    private const string OpenAll = "() => document.querySelectorAll('details').forEach(d => d.open = true)";
    private readonly List<string> _complaints = [];

    [BrowserTheory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Nothing_runs_and_nothing_is_wider_than_the_window(int width)
    {
        var opened = await browser.OpenAsync(page.Path, _complaints, width);
        Assert.Empty(_complaints);
        Assert.False(await opened.EvaluateAsync<bool>("() => 'harmed' in window || document.title.includes('harmed')"));
        Assert.Equal(width, await opened.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await opened.EvaluateAsync(OpenAll);
        Assert.Equal(width, await opened.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    /// <summary>What a line of a sample draws may not reach over its neighbours: a sample's box clips what it holds, and its text keeps to its line.</summary>
    [BrowserFact]
    public async Task Samples_do_not_overlap()
    {
        var opened = await browser.OpenAsync(page.Path, _complaints, width: 390);
        await opened.EvaluateAsync("() => document.querySelectorAll('article').forEach(a => a.style.contentVisibility = 'visible')");
        await opened.EvaluateAsync(OpenAll);
        var overlaps = await opened.EvaluateAsync<int>("""
            () => {
              const boxes = [...document.querySelectorAll('article li')].map(li => li.getBoundingClientRect()).filter(box => box.height > 0);
              return boxes.filter((box, i) => i > 0 && box.top < boxes[i - 1].bottom - 0.5).length;
            }
            """);
        Assert.Equal(0, overlaps);
        Assert.True(await opened.EvaluateAsync<bool>("() => [...document.querySelectorAll('article li')].every(li => getComputedStyle(li).contain.includes('paint'))"));
    }

    [BrowserTheory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task Axe_finds_no_violation_of_level_AA(int width, bool isDark)
    {
        // axe looks at every piece of text: a page of fewer samples has the same elements.
        using var small = TestRun.Whole(HostileTexts.Corpus, selected: 40, new ReportOptions { ContextTokens = 12, PerCluster = 4 });
        var opened = await browser.OpenAsync(small.PagePath, _complaints, width, isDark);
        await opened.EvaluateAsync(OpenAll);
        var found = await opened.RunAxe(new AxeRunOptions
        {
            ResultTypes = [ResultType.Violations], // of the passes, one node a rule: all of them take most of the time
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        });
        Assert.True(found.Passes.Length > 10, "axe checked next to nothing");
        Assert.True(found.Violations.Length == 0, string.Join("\n", found.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}")));
    }

    [BrowserFact]
    public async Task Without_scripts_everything_is_there_and_no_control_is_dead()
    {
        var opened = await browser.OpenAsync(page.Path, _complaints, hasScripts: false);
        Assert.Equal(0, await opened.Locator("button, input").CountAsync());
        Assert.True(await opened.Locator("article").CountAsync() > 5);
        Assert.True(await opened.Locator("article").First.IsVisibleAsync());
    }

    [BrowserFact]
    public async Task A_table_sorts_by_the_keyboard()
    {
        var opened = await browser.OpenAsync(page.Path, _complaints);
        var head = opened.Locator("#cluster-table thead th").Nth(1);
        await head.Locator("button").FocusAsync();
        await opened.Keyboard.PressAsync("Enter");
        Assert.Equal("ascending", await head.GetAttributeAsync("aria-sort"));
        var sizes = await opened.Locator("#cluster-table tbody td:nth-child(2)").AllInnerTextsAsync();
        Assert.Equal(sizes.OrderBy(int.Parse), sizes);
        await opened.Keyboard.PressAsync("Enter");
        Assert.Equal("descending", await head.GetAttributeAsync("aria-sort"));
    }

    [BrowserFact]
    public async Task The_filter_shows_the_clusters_that_hold_a_text()
    {
        var opened = await browser.OpenAsync(page.Path, _complaints);
        await opened.GetByRole(Microsoft.Playwright.AriaRole.Searchbox).FillAsync("WINDOW.harmed");
        var articles = opened.Locator("article:not([hidden])");
        var shown = await articles.CountAsync();
        Assert.InRange(shown, 1, await opened.Locator("article").CountAsync() - 1);
        Assert.Equal(shown, await opened.Locator("#cluster-table tbody tr:not([hidden])").CountAsync());
        Assert.StartsWith($"{shown} of ", await opened.GetByRole(Microsoft.Playwright.AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
    }

    /// <summary>The page, made once.</summary>
    public sealed class HostilePage : IDisposable
    {
        private readonly TestRun _run = TestRun.Whole(HostileTexts.Corpus);

        public string Path => _run.PagePath;

        public void Dispose() => _run.Dispose();
    }
}
