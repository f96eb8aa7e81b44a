using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tokenization;
using Quanta.Scaling.NextTokens;

namespace Quanta.EndToEnd.Tests;

/// <summary>The embedded models' own distributions, made and guessed as a user does.</summary>
public sealed class NextTokenTests : IDisposable
{
    private static readonly string Small = Path.Combine(Repository.Root, "models", "nx-25k"), Large = Path.Combine(Repository.Root, "models", "nx-80k");

    // The second has a line end, which only a .json list can say.
    private static readonly string[] Prefixes = ["Returns the number of", "Usage:\n  print the", "The following"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Distributions_are_those_of_the_models_and_are_guessed_from()
    {
        File.WriteAllText(_folder.File("prefixes.json"), JsonSerializer.Serialize(Prefixes));
        var made = Json("predict", "make-tokens", _folder.File("prefixes.json"), "--model", Large, Small, "--out", _folder.File("tokens.npz"), "--json");
        Assert.Equal(("nx-25k, nx-80k", 3), (made["models"]!.GetValue<string>(), made["prefixes"]!.GetValue<int>()));
        var data = NextTokenFile.Read(_folder.File("tokens.npz"));
        Assert.Equal(Prefixes, data.Prefixes);
        Assert.Equal([287_616, 478_128], data.Parameters);
        var tokenizer = Tokenizer.Load(Path.Combine(Small, "tokenizer.json"));
        using var small = DecoderModel.Load(Small, DeviceRegistry.Default);
        using var large = DecoderModel.Load(Large, DeviceRegistry.Default);
        for (var prefix = 0; prefix < Prefixes.Length; prefix++)
        {
            var tokens = tokenizer.Encode(Prefixes[prefix]);
            Compare(small, tokens, data.Smaller(prefix)[0]);
            Compare(large, tokens, data.Target(prefix));
        }
        var found = Json("predict", "tokens", _folder.File("tokens.npz"), "--json");
        string[] withoutTrend = ["dummy", "random", "average", "largest", "geometric-mean", "majority", "size-weighted"];
        Assert.Equal(withoutTrend, found["strategies"]!.AsArray().Select(row => row!["strategy"]!.GetValue<string>()));
        Fails(1, "at least two sizes", "predict", "tokens", _folder.File("tokens.npz"), "--strategies", "log-linear");
    }

    [Fact]
    public void Requests_that_cannot_be_met_say_why()
    {
        File.WriteAllText(_folder.File("prefixes.txt"), "number of the\n");
        Fails(2, "at least twice", "predict", "make-tokens", _folder.File("prefixes.txt"), "--model", Small, "--out", _folder.File("tokens.npz"));
        Fails(1, "none.txt", "predict", "make-tokens", _folder.File("none.txt"), "--model", Small, Large, "--out", _folder.File("tokens.npz"));
        Assert.False(File.Exists(_folder.File("tokens.npz")));
    }

    [Fact]
    public void A_prefix_beyond_the_positions_of_a_model_is_read_with_a_caution()
    {
        File.WriteAllText(_folder.File("prefixes.txt"), string.Concat(Enumerable.Repeat("number of the ", 400)) + "\n");
        var result = QuantaCommand.Run("predict", "make-tokens", _folder.File("prefixes.txt"), "--model", Small, Large, "--out", _folder.File("tokens.npz"), "--quiet");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("was made to read 512 tokens at once", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Give shorter prefixes.", result.Errors, StringComparison.Ordinal);
    }

    /// <summary>Against the softmax of the model's own logits, and against the losses that it gives to continuations.</summary>
    private static void Compare(DecoderModel model, int[] tokens, ReadOnlySpan<Half> made)
    {
        using var logits = NextTokenLogits.Compute(model, tokens);
        var last = logits.Row(tokens.Length - 1).ToArray();
        var normaliser = last.Sum(logit => Math.Exp(logit - last.Max()));
        for (var token = 0; token < made.Length; token++)
        {
            var expected = Math.Exp(last[token] - last.Max()) / normaliser;
            Expect.Near(expected, (double)made[token], 6e-4 * expected + 6e-8, "half precision rounds by 2^-11 of the value, or by 2^-25 below 2^-14; float32 sums are finer");
        }
        int[] likely = [.. Enumerable.Range(0, last.Length).OrderByDescending(token => last[token]).Take(3)];
        foreach (var token in likely)
        {
            var loss = TokenLosses.Compute(model, TokenDocuments.FromOne((int[])[.. tokens, token]))[^1];
            Expect.Near(loss, -Math.Log((double)made[token]), 6e-4, "a relative error of 2^-11 in the probability is as much in nats; the loss is float32");
        }
    }

    private static JsonNode Json(params string[] arguments)
    {
        var result = QuantaCommand.Run(arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonNode.Parse(result.Output)!;
    }

    private static void Fails(int exitCode, string sentence, params string[] arguments)
    {
        var result = QuantaCommand.Run(arguments);
        Assert.True(result.ExitCode == exitCode, $"Expected exit code {exitCode}, but found {result.ExitCode}: {result.Errors}");
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
    }
}
