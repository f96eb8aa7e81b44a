using System.Diagnostics;
using Quanta.Cli.Output;

namespace Quanta.EndToEnd.Tests;

/// <summary>Where results go, and what a user is told when they cannot: one sentence, never a stack trace.</summary>
public sealed class OutputTests : IDisposable
{
    private static readonly string Command = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "quanta.dll")}'";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippedOnWindowsTheory]
    [InlineData("version >&-", 1, "Standard output cannot be written to: it is closed.")]
    [InlineData("fit nowhere.csv 2>&-", 1, "")]
    [InlineData("version >&- 2>&-", 1, "")]
    [InlineData("version | true", 0, "")]
    [InlineData("--help | head -1", 0, "")]
    public void A_closed_output_ends_quietly_or_with_one_sentence(string arguments, int exitCode, string sentence)
    {
        var (code, errors) = Shell($"{Command} {arguments}");
        Assert.Equal(sentence, errors.Replace("quanta: ", "", StringComparison.Ordinal).Trim());
        Assert.Equal(exitCode, code);
    }

    [SkippedOnWindowsFact]
    public void A_table_goes_through_a_link_and_into_a_pipe()
    {
        var (link, real) = (_folder.File("link.csv"), _folder.File("real.csv"));
        File.CreateSymbolicLink(link, "real.csv");
        const string calibrate = "emergence calibrate --trials 1 --scales 8 --simulations 19 --quiet --json --out";
        Assert.Equal((0, ""), Shell($"{Command} {calibrate} '{link}' >/dev/null"));
        Assert.Equal("real.csv", new FileInfo(link).LinkTarget);
        Assert.Equal(9, File.ReadAllLines(real).Length);
        var pipe = _folder.File("pipe");
        Assert.Equal((0, ""), Shell($"mkfifo '{pipe}'; cat '{pipe}' > '{_folder.File("piped.csv")}' & {Command} {calibrate} '{pipe}' >/dev/null; rc=$?; wait; exit $rc"));
        Assert.Equal(File.ReadAllText(real), File.ReadAllText(_folder.File("piped.csv")));
    }

    [Fact]
    public void A_defect_is_told_in_one_line_with_a_file_for_its_report()
    {
        var (sentence, code) = Failure.Of(new KeyNotFoundException("The given key\nwas not present."));
        Assert.Equal(70, code);
        Assert.Contains("This is a defect of quanta, not of your input: The given key was not present. Please report it", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
        Assert.Contains("KeyNotFoundException", File.ReadAllText(sentence.Split("with ")[^1].Split(", which")[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_parameters_are_not_shown()
    {
        var problem = new ArgumentOutOfRangeException("count", -5, "A count must be at least 1.");
        Assert.Equal(("A count must be at least 1.", 1), Failure.Of(problem));
        Assert.Equal(("A count must be at least 1.", 1), Failure.Of(new AggregateException(problem)));
        Assert.Equal("Run 1 failed: A count must be at least 1. Mend it.", Sentence.Plain($"Run 1 failed: {problem.Message} Mend it."));
    }

    [Theory]
    [InlineData(false, null, "xterm", true)]
    [InlineData(false, null, "dumb", false)]
    [InlineData(false, "1", "xterm", false)]
    [InlineData(false, "", "xterm", true)]
    [InlineData(true, null, "xterm", false)]
    public void Colour_is_for_terminals_that_know_it(bool isRedirected, string? noColour, string terminal, bool expected) =>
        Assert.Equal(expected, Terminal.TakesColour(isRedirected, noColour, terminal));

    private static (int ExitCode, string Errors) Shell(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-o", "pipefail", "-c", line]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        output.Wait();
        return (shell.ExitCode, errors);
    }
}
