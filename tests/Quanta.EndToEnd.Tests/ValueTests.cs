using Quanta.Formats.Numpy;

namespace Quanta.EndToEnd.Tests;

/// <summary>Numbers in files that cannot be what they are taken for: log-probabilities, percentages, columns named twice.</summary>
public sealed class ValueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ValueTests()
    {
        var losses = Enumerable.Range(0, 60).Select(i => 1 + i % 7f).ToArray();
        Npy.Write<float>(_folder.File("losses.npy"), losses, 20, 3);
        Npy.Write<float>(_folder.File("logs.npy"), Array.ConvertAll(losses, loss => -loss), 20, 3);
        File.WriteAllText(_folder.File("sizes.csv"), "model,parameters\na,1000\nb,10000\nc,100000\n");
        File.WriteAllText(_folder.File("fit.csv"), "n,l\n1e6,-3\n1e7,-2.5\n1e8,-2.1\n");
        File.WriteAllText(_folder.File("percent.csv"), "task,scale,score\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"t,1e{i + 3},{25 + i}\n")));
        File.WriteAllText(_folder.File("chances.csv"), "task,chance\nt,25\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "are these log-probabilities", "scaling", "losses", "--losses", "@logs.npy", "--columns", "a,b,c", "--sizes", "@sizes.csv")]
    [InlineData(1, "are these log-probabilities", "scaling", "clusters", "--losses", "@logs.npy", "--columns", "a,b,c", "--sizes", "@sizes.csv")]
    [InlineData(1, "are these log-probabilities", "scaling", "figures", "--losses", "@logs.npy", "--columns", "a,b,c", "--sizes", "@sizes.csv", "--out", "@f")]
    [InlineData(1, "are these log-probabilities", "predict", "losses", "--losses", "@logs.npy", "--columns", "a,b,c", "--sizes", "@sizes.csv", "--hide", "1")]
    [InlineData(1, "are these log-probabilities", "import", "--losses", "@logs.npy", "--columns", "a,b,c", "--run", "@run")]
    [InlineData(1, "are these log-probabilities", "fit", "@fit.csv", "--form", "power", "-x", "n", "--loss", "l")]
    [InlineData(1, "are these log-probabilities", "fit", "@fit.csv", "--form", "power", "-x", "n", "-y", "l")]
    [InlineData(2, "--columns must name each once, but it names a twice", "scaling", "losses", "--losses", "@losses.npy", "--columns", "a,a,c")]
    [InlineData(2, "--columns must name each once, but it names a twice", "import", "--losses", "@losses.npy", "--columns", "a,a,c", "--run", "@run")]
    [InlineData(1, "are these percentages", "emergence", "detect", "@percent.csv")]
    [InlineData(2, "--chance must be below --best, but they are 25 and 1", "emergence", "detect", "@percent.csv", "--chance", "25")]
    [InlineData(1, "A chance must lie between 0 and the best score, 1", "emergence", "detect", "@percent.csv", "--chances", "@chances.csv")]
    [InlineData(2, "--chance must be below --best, but they are 25 and 1", "observational", "fit", "@percent.csv", "--target", "score", "--chance", "25")]
    public void They_are_refused_with_a_sentence(int exitCode, string because, params string[] arguments)
    {
        var result = QuantaCommand.Run(Array.ConvertAll(arguments, argument => argument[0] == '@' ? _folder.File(argument[1..]) : argument));
        Assert.Contains(because, result.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(exitCode, result.ExitCode);
    }
}
