using System.Globalization;
using System.Text.Json.Nodes;

namespace Quanta.EndToEnd.Tests;

public sealed class FitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_power_law_is_fitted_and_read_as_json()
    {
        var result = QuantaCommand.Run("fit", Table(x => 4 * Math.Pow(x, -0.3)), "--form", "power", "--x", "size", "--y", "loss", "--hold-out", "2", "--predict", "1000000", "--json");
        Assert.Equal(0, result.ExitCode);
        var fit = JsonNode.Parse(result.Output)!;
        Expect.Near(0.3, (double)fit["parameters"]![1]!["value"]!, 1e-9, "points without noise, written with all digits");
        Expect.Near(4 * Math.Pow(1e6, -0.3), (double)fit["predictions"]![0]!["value"]!, 1e-9, "as above");
        Assert.Equal(2, (int)fit["held_out"]!["points"]!);
        Assert.True(fit["checklist"]!.AsArray().Count > 10);
    }

    [Fact]
    public void The_page_for_people_has_parameters_and_a_checklist()
    {
        var table = Table(x => 1 + 40 * Math.Pow(x, -0.5) * (1 + 0.01 * Math.Sin(x)));
        var result = QuantaCommand.Run("fit", table, "--form", "power-constant", "--x", "size", "--y", "loss", "--bootstrap", "20", "--quiet");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Errors);
        foreach (var part in new[] { "L(x) = E + A * x^-alpha", "95 % profile", "95 % bootstrap", "Checklist", "held out: No points were held out" })
            Assert.Contains(part, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--form is required", "--x", "size", "--y", "loss")]
    [InlineData(2, "no form 'cubic'", "--form", "cubic", "--x", "size", "--y", "loss")]
    [InlineData(2, "takes one column of sizes", "--form", "power", "--y", "loss")]
    [InlineData(2, "--y is required", "--form", "power", "--x", "size")]
    [InlineData(2, "--tokens is required", "--form", "chinchilla", "--params", "size", "--y", "loss")]
    [InlineData(2, "--objective must be", "--form", "power", "--x", "size", "--y", "loss", "--objective", "absolute")]
    [InlineData(1, "must have a column 'width'", "--form", "power", "--x", "width", "--y", "loss")]
    [InlineData(1, "less 9 held out", "--form", "power", "--x", "size", "--y", "loss", "--hold-out", "9")]
    public void What_is_wrong_is_said_in_a_sentence(int code, string part, params string[] arguments)
    {
        var result = QuantaCommand.Run(["fit", Table(x => 4 / x), .. arguments]);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(part, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    private string Table(Func<double, double> law)
    {
        var path = _folder.File("table.csv");
        var rows = Enumerable.Range(1, 10).Select(i => Math.Pow(3, i)).Select(x => string.Create(CultureInfo.InvariantCulture, $"{x:R},{law(x):R}"));
        File.WriteAllLines(path, rows.Prepend("size,loss"));
        return path;
    }
}
