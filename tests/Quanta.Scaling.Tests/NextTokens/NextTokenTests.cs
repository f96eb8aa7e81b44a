using System.Text.Json;
using Quanta.Formats.Numpy;
using Quanta.Scaling.NextTokens;

namespace Quanta.Scaling.Tests.NextTokens;

public sealed class NextTokenTests
{
    private static readonly string Goldens = Path.Combine(Repository.Root, "tests", "Quanta.Scaling.Tests", "NextTokens", "Goldens");

    // Made by Goldens/make.py with numpy 1.24.
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Goldens, "tiny.json"))).RootElement;

    private static NextTokenData Tiny { get; } = NextTokenFile.Read(Path.Combine(Goldens, "tiny.pkl"));

    [Fact]
    public void The_published_pickle_is_read()
    {
        Assert.Equal((25, 4, 61), (Tiny.Prefixes.Count, Tiny.Models.Count, Tiny.Vocabulary));
        Assert.Equal("prefix 3, it's \"quoted\"", Tiny.Prefixes[3]);
        Assert.Equal([70e6, 160e6, 410e6, 1e9], Tiny.Parameters);
    }

    [Fact]
    public void The_average_is_numpys_to_the_bit()
    {
        var (average, row) = (new AverageStrategy(), new float[Tiny.Vocabulary]);
        for (var prefix = 0; prefix < Tiny.Prefixes.Count; prefix++)
        {
            Assert.Equal(Golden.GetProperty("guesses")[prefix].GetInt32(), average.Predict(Tiny.Smaller(prefix), row));
            if (prefix == 0) Assert.Equal(Golden.GetProperty("mean").EnumerateArray().Select(value => value.GetSingle()), row);
        }
    }

    [Fact]
    public void The_published_lines_are_those_of_the_script()
    {
        var found = NextTokenEvaluator.Evaluate(Tiny, NextTokenStrategies.Published());
        var lines = PublishedOutput.Lines(Tiny, found.Scores).Split('\n');
        Assert.Equal("Loaded 25 sentences from tiny dataset", lines[0]);
        Assert.Equal("Loaded 4 models", lines[1]);
        Assert.Equal(" - ['EleutherAI/pythia-70m', 'EleutherAI/pythia-160m', 'EleutherAI/pythia-410m', 'EleutherAI/pythia-1b']", lines[2]);
        Assert.Equal("Loaded (25, 4, 61) probabilities per sentence", lines[3]);
        Assert.Equal(["Evaluating strategy dummy...", "Accuracy: 0.04", "Evaluating strategy random..."], lines[4..7]);
        Assert.Equal(["Evaluating strategy average...", $"Accuracy: {Golden.GetProperty("average").GetRawText()}", ""], lines[8..]);
    }

    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(1, "1.0")]
    [InlineData(0.36, "0.36")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(1.25e-5, "1.25e-05")]
    public void Numbers_look_as_in_Python(double value, string text) => Assert.Equal(text, PublishedOutput.Number(value));

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", "\"it's\"")]
    [InlineData("it's \"x\"\n\\", "'it\\'s \"x\"\\n\\\\'")]
    public void Strings_look_as_in_Python(string text, string quoted) => Assert.Equal(quoted, PublishedOutput.Quoted(text));

    [Fact]
    public void Our_own_archive_holds_the_same()
    {
        using var folder = new TemporaryFolder();
        NextTokenFile.Write(folder.File("tiny.npz"), Tiny);
        var read = NextTokenFile.Read(folder.File("tiny.npz"));
        Assert.Equal(Tiny.Models, read.Models);
        Assert.Equal(Tiny.Prefixes, read.Prefixes);
        Assert.Equal(Tiny.Parameters, read.Parameters);
        Assert.True(Tiny.Target(7).SequenceEqual(read.Target(7)));
    }

    [Fact]
    public void Extrapolations_follow_a_planted_law_to_the_target()
    {
        // ln p and logit p linear in ln(parameters): token 1 overtakes token 0 only at the target's size.
        double[] sizes = [1e6, 1e7, 1e8, 1e10];
        double[][] rows = Array.ConvertAll(sizes, size => new[] { 0.6 * Math.Pow(size / 1e6, -0.1), 0.1 * Math.Pow(size / 1e6, 0.13), 0.05 });
        var data = Data(sizes, [rows]);
        var (row, truth) = (new float[3], rows[^1]);
        Assert.Equal(1, new LogLinearStrategy().Predict(data.Smaller(0), row));
        Expect.Near(truth[1] / truth[0], row[1] / row[0], 0.02, "probabilities were rounded to float16, and the extrapolation triples relative errors of 5e-4");
        Assert.Equal(0, new LargestStrategy().Predict(data.Smaller(0), row));
        Assert.Equal(0, new GeometricMeanStrategy().Predict(data.Smaller(0), row));
        Assert.Equal(0, new AgreementGatedStrategy().Predict(data.Smaller(0), row));
        Assert.Equal(1, new LogitLinearStrategy().Predict(data.Smaller(0), row));
    }

    [Fact]
    public void Majorities_win_and_ties_go_to_the_larger_model()
    {
        double[] a = [0.8, 0.1, 0.1], b = [0.1, 0.8, 0.1], c = [0.1, 0.1, 0.8];
        Assert.Equal(0, new MajorityStrategy().Predict(Data([1, 2, 3, 4], [[a, a, b, c]]).Smaller(0), []));
        Assert.Equal(1, new MajorityStrategy().Predict(Data([1, 2, 3, 4, 5], [[a, a, b, b, c]]).Smaller(0), []));
        Assert.Equal(2, new MajorityStrategy().Predict(Data([1, 2, 3, 4], [[a, b, c, a]]).Smaller(0), []));
    }

    [Fact]
    public void Large_models_weigh_more_by_their_parameters()
    {
        var row = new float[2];
        Assert.Equal(1, new SizeWeightedStrategy().Predict(Data([1, 1, 8, 9], [[[0.9, 0.1], [0.9, 0.1], [0.3, 0.7], [0.5, 0.5]]]).Smaller(0), row));
        Expect.Near((0.9 + 0.9 + 8 * 0.3) / 10, row[0], 1e-3, "float16 probabilities");
    }

    [Fact]
    public void Novel_tokens_divergences_and_empty_rows_are_counted()
    {
        double[] a = [0.75, 0.25], b = [0.25, 0.75], zero = [0, 0];
        var found = NextTokenEvaluator.Evaluate(Data([1, 2, 4], [[a, a, a], [a, a, b], [zero, zero, zero]]), [new LargestStrategy()], threads: 2);
        Assert.Equal((1, 1, 2), (found.Novel, found.Empty, found.Scores[0].Correct));
        Expect.Near(0.5 * (0.75 * Math.Log(3) + 0.25 * Math.Log(1.0 / 3)), found.Scores[0].Divergence, 1e-6, "the mean of 0 and the divergence of the second prefix; the empty one is left out");
    }

    [Fact]
    public void Every_strategy_is_the_same_for_any_number_of_threads()
    {
        var one = NextTokenEvaluator.Evaluate(Tiny, NextTokenStrategies.All(), threads: 1);
        var two = NextTokenEvaluator.Evaluate(Tiny, NextTokenStrategies.All(), threads: 2);
        Assert.Equal(one.Scores, two.Scores);
        Assert.Equal(10, one.Scores.Select(score => score.Strategy).Distinct().Count());
    }

    [Fact]
    public void Made_data_are_rounded_softmaxes_in_order_of_size()
    {
        var made = NextTokenMaker.Make("made", [new("large", 9, _ => [1, 2, 3, 100]), new("small", 3, p => [0, p, 0, 0])], ["a", "b"], 3);
        Assert.Equal(["small", "large"], made.Models);
        Expect.Near(Math.E / (Math.E + 2), (double)made.Smaller(1)[0][1], 5e-4, "rounded to float16");
        Expect.Near(1 / (1 + Math.Exp(-1) + Math.Exp(-2)), (double)made.Target(0)[2], 5e-4, "the fourth logit is padding");
        Assert.Contains("share one tokenizer", Assert.Throws<InvalidDataException>(() => NextTokenMaker.Make("made", [new("a", 1, _ => [1])], ["x"], 2)).Message);
    }

    [Fact]
    public void Damaged_and_foreign_data_are_refused()
    {
        var half = NpyArray.Of<Half>(new Half[6], 1, 2, 3);
        Assert.Contains("float16", Assert.Throws<InvalidDataException>(() => new NextTokenData("f", ["a", "b"], ["x"], NpyArray.Of<float>(new float[6], 1, 2, 3))).Message);
        Assert.Contains("(2, 2, vocabulary)", Assert.Throws<InvalidDataException>(() => new NextTokenData("f", ["a", "b"], ["x", "y"], half)).Message);
        Assert.Contains("at least one smaller model", Assert.Throws<InvalidDataException>(() => new NextTokenData("f", ["a"], ["x"], half)).Message);
        Assert.Contains("must be one of dummy", Assert.Throws<ArgumentException>(() => NextTokenStrategies.Named(["best"])).Message);
        var unnamed = new NextTokenData("f", ["a", "b"], ["x"], half);
        INextTokenStrategy[] sized = [new SizeWeightedStrategy(), new LogLinearStrategy(), new LogitLinearStrategy(), new AgreementGatedStrategy()];
        foreach (var strategy in sized)
            Assert.Contains("--sizes", Assert.Throws<InvalidDataException>(() => NextTokenEvaluator.Evaluate(unnamed, [strategy])).Message);
        foreach (var strategy in sized.Skip(1)) Assert.Contains("at least two sizes", strategy.Obstacle([7, 7, 9]), StringComparison.Ordinal);
        Assert.All(NextTokenStrategies.All(), strategy => Assert.Null(strategy.Obstacle([7, 8, 9])));
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("code.pkl"), "cposix\nsystem\n(S'true'\ntR."u8.ToArray());
        Assert.Contains("posix.system", Assert.Throws<InvalidDataException>(() => NextTokenFile.Read(folder.File("code.pkl"))).Message);
    }

    [Fact]
    public void More_probabilities_than_an_array_holds_are_refused_before_any_model_is_asked()
    {
        var asked = false;
        NextTokenMaker.Source[] sources = [.. Enumerable.Range(1, 40_000).Select(n => new NextTokenMaker.Source("m", n, _ => { asked = true; return []; }))];
        var refused = Assert.Throws<InvalidDataException>(() => NextTokenMaker.Make("made", sources, ["a", "b"], 50_000));
        Assert.Contains("take fewer prefixes", refused.Message, StringComparison.Ordinal);
        Assert.False(asked);
    }

    [Fact]
    public void Prefixes_come_one_a_line_or_as_a_list_that_may_hold_line_ends()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("p.txt"), "The cat\n\n sat on \n");
        Assert.Equal(["The cat", " sat on "], PrefixFile.Read(folder.File("p.txt")));
        File.WriteAllText(folder.File("p.json"), """["a\nQuestion: b", "é"]""");
        Assert.Equal(["a\nQuestion: b", "é"], PrefixFile.Read(folder.File("p.json")));
    }

    [Theory]
    [InlineData("p.txt", "\n \n", "at least one prefix")]
    [InlineData("p.json", "[]", "at least one prefix")]
    [InlineData("p.json", "[\"a\", \"\"]", "Prefix 2")]
    [InlineData("p.json", "[\"a\", null]", "JSON list of strings")]
    [InlineData("p.json", "[1]", "JSON list of strings")]
    [InlineData("p.json", "{", "JSON list of strings")]
    public void Files_without_prefixes_are_refused(string name, string content, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(name), content);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => PrefixFile.Read(folder.File(name))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EleutherAI/pythia-1.4b-deduped", 1.4e9)]
    [InlineData("opt-125M", 125e6)]
    [InlineData("nx-800k", 800e3)]
    [InlineData("gpt2", double.NaN)]
    [InlineData("pythia-v1", double.NaN)]
    [InlineData("llama3b", double.NaN)]
    public void Sizes_are_read_out_of_names(string name, double size) => Assert.Equal(size, ModelSizes.FromName(name));

    private static NextTokenData Data(double[] sizes, double[][][] prefixes) => new(
        "data", [.. sizes.Select((_, i) => $"model {i}")], [.. prefixes.Select((_, i) => $"prefix {i}")],
        NpyArray.Of<Half>([.. prefixes.SelectMany(rows => rows.SelectMany(row => row.Select(value => (Half)value)))], prefixes.Length, sizes.Length, prefixes[0][0].Length), sizes);
}
