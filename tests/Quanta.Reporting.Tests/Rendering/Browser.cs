using Microsoft.Playwright;
using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Tests.Rendering;

/// <summary>A real browser, started once for all tests that share it.</summary>
public sealed class Browser : IAsyncLifetime
{
    // Glyphs without hinting, grey anti-aliasing and plain sRGB: what differs least between machines.
    private static readonly string[] Arguments = ["--no-sandbox", "--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Chromium.Find() is not { } executable) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>An empty page of one device pixel a CSS pixel, in the light theme.</summary>
    internal async Task<IPage> OpenEmptyAsync() => await _browser!.NewPageAsync(new BrowserNewPageOptions
    {
        ViewportSize = new ViewportSize { Width = 800, Height = 800 },
        DeviceScaleFactor = 1,
        ColorScheme = ColorScheme.Light,
    });

    /// <summary>Opens a file; whatever the browser complains of is added to <paramref name="complaints"/>.</summary>
    internal async Task<IPage> OpenAsync(string path, List<string> complaints, int width = 1280, bool isDark = false, bool hasScripts = true, bool isPolicyKept = true)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = hasScripts,
            BypassCSP = !isPolicyKept,
        });
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Dialog += (_, dialog) => complaints.Add("dialog: " + dialog.Message);
        page.Request += (_, request) =>
        {
            if (request.Url != new Uri(path).AbsoluteUri && !request.Url.StartsWith("data:", StringComparison.Ordinal)) complaints.Add("request: " + request.Url);
        };
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        return page;
    }
}

/// <summary>A theory that is skipped, with the reason, where the machine has no browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.Find() is null ? "needs a browser of the Chromium family" : null;
}

/// <summary>A fact that is skipped, with the reason, where the machine has no browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.Find() is null ? "needs a browser of the Chromium family" : null;
}
