using System.Globalization;

namespace Quanta.EndToEnd.Tests;

/// <summary>The verbs that work on tables of scores, as a user runs them.</summary>
public sealed class ScalingTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_law_is_fitted_written_and_used_and_families_are_selected()
    {
        var (table, law) = (Models(), _folder.File("law.json"));
        string[] columns = ["--benchmarks", "A,B,C", "--columns", "model=name,family=series,flops=compute"];
        var fit = QuantaCommand.Run(["observational", "fit", table, "--target", "score", "--components", "2", "--cutoff", "200", "--out", law, .. columns]);
        Assert.Equal(0, fit.ExitCode);
        Assert.StartsWith("Capability is not expressed in compute", fit.Errors, StringComparison.Ordinal); // a note: the table has no reference family
        Assert.Contains("log compute", fit.Output);
        var predicted = QuantaCommand.Run(["observational", "predict", law, table, "--json", .. columns]);
        Assert.Contains("\"predicted\":0.", predicted.Output);
        var selected = QuantaCommand.Run(["observational", "select", table, "--budget", "12", "--components", "2", "--include", "f0", "--json", .. columns]);
        Assert.Contains("\"subsets\":7,", selected.Output);
        Assert.Contains("\"f0\"]", selected.Output);
    }

    [Fact]
    public void A_generated_pattern_is_detected_and_drawn()
    {
        var table = _folder.File("pattern.csv");
        File.WriteAllText(table, QuantaCommand.Run("emergence", "generate", "--at", "1e8", "--scales", "1e5,1e6,1e7,2e7,5e7,1e8,1.1e8,1.2e8").Output);
        var found = QuantaCommand.Run("emergence", "detect", table, "--effect", "1000", "--best", "1.2e8", "--figures", _folder.Path);
        Assert.Equal(0, found.ExitCode);
        Assert.Contains("Emergent: 1 of 1", found.Output);
        Assert.True(File.Exists(_folder.File("pattern.svg")));
    }

    [Fact]
    public void Published_lines_are_printed_for_a_published_pickle()
    {
        var pickle = Path.Combine(Repository.Root, "tests", "Quanta.Scaling.Tests", "NextTokens", "Goldens", "tiny.pkl");
        var result = QuantaCommand.Run("predict", "tokens", pickle, "--published-output");
        Assert.StartsWith("Loaded 25 sentences from tiny dataset\nLoaded 4 models\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("Evaluating strategy average...\nAccuracy: 0.4\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--budget is required", "observational", "select", "TABLE")]
    [InlineData(2, "--target is required", "observational", "fit", "TABLE")]
    [InlineData(1, "must have a column 'Model'", "observational", "fit", "TABLE", "--target", "score")]
    [InlineData(1, "must have a column 'task'", "emergence", "detect", "TABLE")]
    [InlineData(2, "--level must be between 0 and 1", "emergence", "detect", "TABLE", "--level", "5")]
    [InlineData(2, "--model is required at least twice", "predict", "make-tokens", "TABLE", "--out", "x.npz")]
    public void Bad_requests_end_with_one_sentence(int code, string sentence, params string[] arguments)
    {
        var table = Models();
        var result = QuantaCommand.Run(Array.ConvertAll(arguments, argument => argument == "TABLE" ? table : argument));
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(sentence, result.Errors);
        Assert.Single(result.Errors.Trim().Split('\n'));
    }

    /// <summary>Four families of six models whose benchmarks and score grow with compute, each family at its own rate.</summary>
    private string Models()
    {
        var text = new System.Text.StringBuilder("name,series,compute,A,B,C,score\n");
        for (var family = 0; family < 4; family++)
        {
            for (var size = 0; size < 6; size++)
            {
                var ability = 0.2 + (0.05 + 0.01 * family) * size;
                var (second, score) = (0.02 * (family % 2), 1 / (1 + Math.Exp(3 - 8 * ability)));
                text.Append(CultureInfo.InvariantCulture, $"f{family}-{size},f{family},{Math.Pow(4, size)},{ability},{0.8 * ability + second},{0.5 * ability - second + 0.1},{score}\n");
            }
        }
        File.WriteAllText(_folder.File("models.csv"), text.ToString());
        return _folder.File("models.csv");
    }
}
