using System.Text.Json.Nodes;
using Quanta.Formats.Numpy;

namespace Quanta.EndToEnd.Tests;

/// <summary>The similarities that the published scripts compute beside the main one, on plain arrays.</summary>
public sealed class SimilarityVariantTests : IDisposable
{
    private static readonly long[] Predictions = [3, 9, 17, 24, 30, 31];
    private readonly TinyWorld _world = new();

    public SimilarityVariantTests()
    {
        Npy.Write<int>(_world.In("tokens.npy"), [.. Enumerable.Range(0, 40).Select(i => 97 + i * i % 7)], 40);
        Npy.Write<long>(_world.In("predictions.npy"), Predictions, Predictions.Length);
    }

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("--similarity", "mlp")]
    [InlineData("--similarity", "heads")]
    [InlineData("--similarity", "heads-read")]
    [InlineData("--similarity=heads-read", "--layers", "1")]
    [InlineData("--similarity", "0.4*heads+0.4*reads+0.2*gradients")]
    [InlineData("--similarity", "heads", "--whiten", "0.1")]
    [InlineData("--similarity", "mlp", "--center")]
    [InlineData("--method", "sketch", "--dimensions", "256", "--whiten", "0.1", "--audited", "2")]
    [InlineData("--soft-target", "4")]
    [InlineData("--per-layer")]
    [InlineData("--vectors", "activations")]
    [InlineData("--layers", "0")]
    [InlineData("--sparse", "0.02")]
    [InlineData("--similarity", "mlp", "--layers", "1")]
    public void A_variant_is_another_matrix_of_cosines(params string[] options)
    {
        var (published, variant) = (Similarity(), Similarity(options));
        Assert.NotEqual(published, variant);
        for (var i = 0; i < Predictions.Length; i++)
        {
            Assert.Equal(1, variant[i * Predictions.Length + i]);
            for (var j = 0; j < Predictions.Length; j++)
            {
                Assert.InRange(variant[i * Predictions.Length + j], -1, 1);
                Assert.Equal(variant[i * Predictions.Length + j], variant[j * Predictions.Length + i]);
            }
        }
    }

    [Fact]
    public void A_half_precision_sketch_is_near_the_sketch()
    {
        string[] sketch = ["--method", "sketch", "--dimensions", "512"];
        Expect.AllNear(Similarity(sketch), Similarity([.. sketch, "--half"]), 2e-3, "each entry of two unit rows moves by at most 2^-11 of itself");
    }

    [Theory]
    [InlineData("count")]
    [InlineData("tensor")]
    public void A_sketch_of_each_kind_errs_as_its_audit_says(string kind)
    {
        var exact = Similarity();
        var sketched = Similarity("--method", "sketch", "--sketch", kind, "--dimensions", "2048", "--audited", "6", "--audit-out", _world.In("audit.json"));
        var audit = JsonNode.Parse(File.ReadAllText(_world.In("audit.json")))!;
        var errors = exact.Zip(sketched, (e, s) => (double)e - s).Where((_, k) => k / Predictions.Length != k % Predictions.Length).ToList();
        Assert.Equal(kind, audit["kind"]!.GetValue<string>(), ignoreCase: true);
        Expect.Near(Math.Sqrt(errors.Average(error => error * error)), audit["rms_error"]!.GetValue<double>(), 1e-5, "every pair was audited: the same errors, rounded otherwise");
        Assert.InRange(audit["rms_error"]!.GetValue<double>(), 1e-6, 3 * audit["expected_rms_error"]!.GetValue<double>());
    }

    [Theory]
    [InlineData(1, "which activations and changed gradients do not have", "--method", "sketch", "--sketch", "tensor", "--similarity", "mlp")]
    [InlineData(1, "Add --method sketch", "--whiten", "0.1")]
    [InlineData(2, "knows gradients, mlp, heads", "--similarity", "0.5*tails")]
    [InlineData(2, "must be a name, or a sum", "--similarity", "a*heads")]
    [InlineData(1, "each similarity once", "--similarity", "heads+heads")]
    [InlineData(1, "not 1", "--soft-target", "1")]
    [InlineData(2, "which are 0 to 1", "--layers", "2")]
    [InlineData(2, "which are 0 to 1", "--layers", "7", "--similarity", "heads")]
    [InlineData(2, "between 0 and 1", "--sparse", "1.5")]
    [InlineData(1, "only layers 0 count", "--layers", "0", "--exclude", "layers")]
    public void What_the_model_lacks_is_said(int exitCode, string sentence, params string[] options)
    {
        var result = Run(options);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_world.In("c.npy")));
    }

    private float[] Similarity(params string[] options)
    {
        var result = Run(options);
        Assert.True(result.ExitCode == 0, result.Errors);
        return Npy.Read(_world.In("c.npy")).ToSingle();
    }

    private CommandResult Run(string[] options) => QuantaCommand.Run(
        ["similarity", "--model", _world.Model, "--tokens", _world.In("tokens.npy"), "--predictions", _world.In("predictions.npy"), "--out", _world.In("c.npy"), .. options]);
}
