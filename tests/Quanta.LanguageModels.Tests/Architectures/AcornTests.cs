using System.Text.Json;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Architectures;

/// <summary>The made-up family of docs/add-an-architecture.md, from a checkpoint that is written here tensor by tensor, beside the GPT-NeoX that computes the same.</summary>
public sealed class AcornTests : IDisposable
{
    /// <summary>What the page says that an acorn is: a GPT-NeoX in sequence with ReLU.</summary>
    private static readonly DecoderShape Twin = new()
    {
        HiddenSize = 24,
        Layers = 2,
        Heads = 3,
        FeedForwardSize = 20,
        VocabularySize = 30,
        ParallelResidual = false,
        Activation = ActivationFunction.Relu,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly IDisposable _family = ArchitectureRegistry.Add(new Acorn());
    private readonly Dictionary<string, float[]> _weights = TestModels.Weights(Twin);

    public AcornTests()
    {
        var config = new
        {
            model_type = "acorn",
            width = Twin.HiddenSize,
            rings = Twin.Layers,
            heads = Twin.Heads,
            mlp_width = Twin.FeedForwardSize,
            vocab_size = Twin.VocabularySize,
        };
        File.WriteAllText(_folder.File("config.json"), JsonSerializer.Serialize(config));
        Safetensors.Write(_folder.File("model.safetensors"), [.. Checkpoint()]);
    }

    public void Dispose()
    {
        _family.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_page_shows_the_class_that_is_compiled_here()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "add-an-architecture.md")).ReplaceLineEndings("\n");
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Quanta.LanguageModels.Tests", "Architectures", "Acorn.cs")).ReplaceLineEndings("\n");
        const string fence = "```csharp\n", scope = ".Architectures;\n\n";
        var start = page.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        Assert.Equal(source[(source.LastIndexOf(scope, StringComparison.Ordinal) + scope.Length)..], page[start..page.IndexOf("```", start, StringComparison.Ordinal)]);
    }

    [Fact]
    public void Losses_and_gradients_are_those_of_the_family_that_computes_the_same()
    {
        var notes = new List<string>();
        using var acorn = DecoderModel.Load(_folder.Path, DeviceRegistry.Default, notes.Add);
        using var twin = TestModels.Create(Twin, DeviceRegistry.Default, _weights);
        Assert.Empty(notes);
        var documents = TestModels.Documents(Twin, 40, 7);
        Assert.Equal(TokenLosses.Compute(twin, documents), TokenLosses.Compute(acorn, documents));
        using var expected = Gradients(twin, documents);
        using var actual = Gradients(acorn, documents);
        Assert.Equal(expected.ToArray(), actual.ToArray());
    }

    [Fact]
    public void Its_parameters_have_the_names_of_its_checkpoint()
    {
        var names = DecoderParameters.Of(Twin with { ModelType = "acorn" }).Select(parameter => parameter.Name).ToList();
        Assert.Contains("oak.rings.1.{q,k,v}.weight", names);
        Assert.Contains("head.weight", names);
    }

    [Fact]
    public void No_user_can_name_it() => Assert.DoesNotContain("acorn", ArchitectureRegistry.ModelTypes);

    /// <summary>The tensors as the page describes them: matrices [inputs, outputs], queries, keys and values apart.</summary>
    private IEnumerable<TensorContent> Checkpoint()
    {
        yield return Whole("oak.tokens.weight", "gpt_neox.embed_in.weight", Twin.VocabularySize, Twin.HiddenSize);
        yield return Whole("head.weight", "embed_out.weight", Twin.VocabularySize, Twin.HiddenSize);
        foreach (var tensor in NormAt("oak.norm", "gpt_neox.final_layer_norm")) yield return tensor;
        for (var layer = 0; layer < Twin.Layers; layer++)
        {
            var (to, from) = ($"oak.rings.{layer}", $"gpt_neox.layers.{layer}");
            foreach (var tensor in NormAt($"{to}.norm_a", $"{from}.input_layernorm")) yield return tensor;
            foreach (var tensor in NormAt($"{to}.norm_m", $"{from}.post_attention_layernorm")) yield return tensor;
            foreach (var (name, part) in new[] { ("q", 0), ("k", 1), ("v", 2) })
                foreach (var tensor in Map($"{to}.{name}", $"{from}.attention.query_key_value", Twin.HiddenSize, RowsOf(part))) yield return tensor;
            foreach (var tensor in Map($"{to}.o", $"{from}.attention.dense", Twin.HiddenSize, [.. Enumerable.Range(0, Twin.HiddenSize)])) yield return tensor;
            foreach (var tensor in Map($"{to}.up", $"{from}.mlp.dense_h_to_4h", Twin.HiddenSize, [.. Enumerable.Range(0, Twin.FeedForwardSize)])) yield return tensor;
            foreach (var tensor in Map($"{to}.down", $"{from}.mlp.dense_4h_to_h", Twin.FeedForwardSize, [.. Enumerable.Range(0, Twin.HiddenSize)])) yield return tensor;
        }
    }

    /// <summary>GPT-NeoX keeps a head's queries, keys and values together: the rows of one of the three.</summary>
    private static int[] RowsOf(int part) =>
        [.. Enumerable.Range(0, Twin.Heads).SelectMany(head => Enumerable.Range((3 * head + part) * Twin.HeadSize, Twin.HeadSize))];

    private TensorContent Whole(string name, string source, params long[] shape) => TensorContent.Of(name, _weights[source], shape);

    private IEnumerable<TensorContent> NormAt(string name, string source) =>
        [Whole($"{name}.weight", $"{source}.weight", Twin.HiddenSize), Whole($"{name}.bias", $"{source}.bias", Twin.HiddenSize)];

    private IEnumerable<TensorContent> Map(string name, string source, int inputs, int[] rows)
    {
        var (weight, bias) = (_weights[$"{source}.weight"], _weights[$"{source}.bias"]);
        float[] transposed = [.. Enumerable.Range(0, inputs).SelectMany(input => rows.Select(row => weight[row * inputs + input]))];
        return [TensorContent.Of($"{name}.weight", transposed, inputs, rows.Length), TensorContent.Of($"{name}.bias", rows.Select(row => bias[row]).ToArray(), rows.Length)];
    }

    private static Matrix Gradients(DecoderModel model, TokenDocuments documents)
    {
        var parameters = ParameterSet.Published(model.Shape);
        var gradients = new Matrix(3, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters);
        evaluator.Compute(documents, [3, 38, 41], gradients);
        return gradients;
    }
}
