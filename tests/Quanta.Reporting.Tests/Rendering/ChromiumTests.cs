using System.Buffers.Binary;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Rendering;
using Quanta.Reporting.Tests.Gallery;

namespace Quanta.Reporting.Tests.Rendering;

public sealed class ChromiumTests
{
    private const string FailingProgram = "/bin/false";

    [ChromiumFact]
    public async Task A_png_has_the_size_of_the_chart_at_its_resolution()
    {
        using var folder = new TemporaryFolder();
        await MarkFigures.All().First().Chart.ToPngAsync(folder.File("chart.png"), new PngOptions { Resolution = 192 });
        var png = await File.ReadAllBytesAsync(folder.File("chart.png"));
        Assert.Equal(5.5 * 192, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
    }

    [Fact]
    public async Task Without_a_browser_the_error_says_what_to_install()
    {
        var options = new PngOptions { Browsers = ["/nowhere/chromium"] };
        Assert.Null(Chromium.Find(options));
        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => Chromium.RenderAsync("<svg/>", 1, 1, "chart.png", options));
        Assert.Contains("apt-get install chromium", error.Message, StringComparison.Ordinal);
    }

    [FailingProgramFact]
    public async Task A_browser_that_fails_is_named_with_its_message()
    {
        using var folder = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<IOException>(() =>
            Chromium.RenderAsync("<svg/>", 1, 1, folder.File("chart.png"), new PngOptions { Browsers = [FailingProgram] }));
        Assert.Contains($"{FailingProgram} ended with code 1", error.Message, StringComparison.Ordinal);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class FailingProgramFactAttribute : FactAttribute
    {
        public FailingProgramFactAttribute() => Skip = File.Exists(FailingProgram) ? null : $"needs {FailingProgram}, a program that fails";
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ChromiumFactAttribute : FactAttribute
    {
        public ChromiumFactAttribute() => Skip = Chromium.Find() is null ? "needs a browser of the Chromium family" : null;
    }
}
