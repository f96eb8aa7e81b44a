using System.Diagnostics;
using System.Globalization;

namespace Quanta.Reporting.Rendering;

/// <summary>How an SVG becomes a PNG.</summary>
public sealed record PngOptions
{
    /// <summary>Pixels per inch.</summary>
    public double Resolution { get; init; } = 300;

    /// <summary>Where a browser of the Chromium family is looked for, in this order; the command line adds the folders of PATH.</summary>
    public IReadOnlyList<string> Browsers { get; init; } =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/microsoft-edge", "/snap/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
    ];

    /// <summary>How long the browser may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Renders SVG with a browser found on the machine, without a window and without touching the user's profile.</summary>
public static class Chromium
{
    private const string Head = "<!doctype html><meta charset=\"utf-8\"><style>html,body{margin:0;overflow:hidden}svg{display:block}</style>";

    // CSS pixels are 1/96 inch.
    private const double PixelsPerInch = 96;

    /// <summary>The first of the options' browsers that exists; null where there is none.</summary>
    public static string? Find(PngOptions? options = null) => (options ?? new PngOptions()).Browsers.FirstOrDefault(File.Exists);

    /// <summary>Renders a self-contained SVG document of that size in inches to a PNG file.</summary>
    /// <exception cref="FileNotFoundException">There is no browser; the message says how to get one.</exception>
    /// <exception cref="IOException">The browser failed or took too long.</exception>
    public static async Task RenderAsync(string svg, double width, double height, string pngFile, PngOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new PngOptions();
        var browser = Find(options) ?? throw new FileNotFoundException(
            "A PNG is rendered by a browser of the Chromium family, but none was found at " + string.Join(", ", options.Browsers)
            + "; install one (on Debian: apt-get install chromium), or use the SVG or PDF.");
        var folder = Directory.CreateTempSubdirectory("quanta-png-").FullName;
        try
        {
            var page = Path.Combine(folder, "chart.html");
            await File.WriteAllTextAsync(page, Head + svg, cancellation);
            var picture = Path.Combine(folder, "chart.png");
            await RunAsync(browser, Arguments(page, picture, folder, width, height, options), options.Limit, cancellation);
            if (!File.Exists(picture)) throw new IOException($"{browser} ended without an error, but wrote no picture.");
            File.Move(picture, pngFile, overwrite: true);
        }
        finally
        {
            Delete(folder);
        }
    }

    private static string[] Arguments(string page, string picture, string folder, double width, double height, PngOptions options) =>
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        $"--user-data-dir={Path.Combine(folder, "profile")}",
        $"--force-device-scale-factor={(options.Resolution / PixelsPerInch).ToString("0.####", CultureInfo.InvariantCulture)}",
        string.Create(CultureInfo.InvariantCulture,
            $"--window-size={Math.Ceiling(width * PixelsPerInch):0},{Math.Ceiling(height * PixelsPerInch):0}"),
        $"--screenshot={picture}",
        new Uri(page).AbsoluteUri,
    ];

    private static async Task RunAsync(string browser, string[] arguments, TimeSpan limit, CancellationToken cancellation)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(browser, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(limit);
        process.Start();
        try
        {
            var messages = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            if (process.ExitCode != 0) throw new IOException($"{browser} ended with code {process.ExitCode}: {(await messages).Trim()}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{browser} took more than {limit.TotalSeconds:0} s to render a chart and was stopped.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    // The browser's helpers may still write to the profile for a moment; the system's temporary folder is cleared by others in the end.
    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
        }
    }
}
