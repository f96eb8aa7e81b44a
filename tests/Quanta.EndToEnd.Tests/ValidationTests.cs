using Quanta.Cli.Parsing;

namespace Quanta.EndToEnd.Tests;

/// <summary>Options are looked at before a run folder is opened: a rejected one leaves no trace, and names itself.</summary>
public sealed class ValidationTests : IDisposable
{
    private readonly TinyWorld _world = new(documents: 6);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Every_number_of_every_verb_says_what_it_must_be()
    {
        var silent = from verb in ArgumentTests.Verbs
                     from option in KnownOption.Of(verb.Value)
                     where option.Number is { Bounds.Count: 0 }
                     select $"{verb.Key} {option.Names[0]}";
        Assert.Empty(silent);
    }

    [Theory]
    [InlineData("select", "--count", "-5", "--count must be at least 1, but it is -5.")]
    [InlineData("select", "--threshold", "0", "--threshold must be above 0, but it is 0.")]
    [InlineData("spectral", "--counts", "10,0", "--counts must be a list of numbers at least 1, but it has 0.")]
    [InlineData("emergence detect", "--level", "1", "--level must be between 0 and 1, but it is 1.")]
    [InlineData("parity sweep", "--scale", "2", "--scale must be above 0 and at most 1, but it is 2.")]
    public void A_number_out_of_bounds_is_refused_in_words_about_its_option(string verb, string option, string value, string sentence)
    {
        var problem = Assert.Throws<Quanta.Cli.UsageException>(() => GivenArguments.Check(ArgumentTests.Verbs[verb], [option, value]));
        Assert.Equal(sentence, problem.Message);
    }

    [Theory]
    [InlineData(2, "--count must be at least 1", "--count", "-5")]
    [InlineData(2, "--count must be at least 2", "--count", "1")]
    [InlineData(2, "--counts must be at most the number of predictions that are compared, 20, but it has 30", "--count", "20", "--counts", "5,30")]
    [InlineData(2, "--layers must name layers of tiny, which are 0 to 1, but it has 2", "--layers", "0,2")]
    [InlineData(1, "There is no clusterer 'nonesuch'", "--clusterer", "nonesuch")]
    [InlineData(2, "hdbscan chooses the number of clusters itself", "--clusterer", "hdbscan", "--counts", "5")]
    [InlineData(2, "belong to --clusterer hdbscan", "--min-samples", "5")]
    [InlineData(1, "There is no matrix product 'nonesuch'", "--blas", "nonesuch")]
    [InlineData(1, "--tokenizer must name a file, but there is no nowhere.json", "--tokenizer", "nowhere.json")]
    public void A_rejected_option_leaves_no_run_folder(int exitCode, string sentence, params string[] options)
    {
        var result = QuantaCommand.Run(["cluster", "--pile", _world.Pile, "--model", _world.Model, "--run", _world.In("run"), .. options]);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.False(Directory.Exists(_world.In("run")));
    }

    [Fact]
    public void A_rejected_option_of_a_stage_leaves_the_run_as_it_was()
    {
        string[] run = ["--run", _world.In("run")];
        Assert.Equal(0, QuantaCommand.Run(["tokenize", "--pile", _world.Pile, "--tokenizer", Path.Combine(_world.Model, "tokenizer.json"), .. run]).ExitCode);
        Assert.Equal(0, QuantaCommand.Run(["losses", "--model", _world.Model, .. run]).ExitCode);
        var before = File.ReadAllText(Path.Combine(_world.In("run"), "run.json"));
        Assert.Equal(2, QuantaCommand.Run(["select", "--stride", "0", .. run]).ExitCode);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_world.In("run"), "run.json")));
        Assert.Equal(0, QuantaCommand.Run(["select", "--threshold", "20", "--keep-inducible", .. run]).ExitCode);
    }

    [Fact]
    public void A_folder_given_for_a_file_is_called_a_folder()
    {
        var folder = _world.In("folder");
        Directory.CreateDirectory(folder);
        foreach (var (name, arguments) in new (string, string[])[]
        {
            ("--tokenizer", ["tokenize", "--pile", _world.Pile, "--tokenizer", folder, "--run", _world.In("run")]),
            ("TABLE", ["fit", folder, "--form", "power", "-x", "n", "-y", "l"]),
            ("--losses", ["scaling", "losses", "--losses", folder, "--columns", "a,b"]),
            ("--out", ["emergence", "calibrate", "--out", folder]),
        })
        {
            var result = QuantaCommand.Run(arguments);
            Assert.Contains($"{name} must name a file, but {folder} is a folder.", result.Errors, StringComparison.Ordinal);
            Assert.Equal(1, result.ExitCode);
        }
    }

    [Fact]
    public void An_output_in_a_folder_that_is_missing_is_refused_before_the_work()
    {
        var result = QuantaCommand.Run("emergence", "calibrate", "--out", _world.In("missing/table.csv"));
        Assert.Contains("--out must name a file in a folder that is there", result.Errors, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }
}
