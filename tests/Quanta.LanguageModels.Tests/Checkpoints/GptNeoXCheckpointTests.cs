using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Checkpoints;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.GptNeoX;

namespace Quanta.LanguageModels.Tests.Checkpoints;

public class GptNeoXCheckpointTests
{
    private const string Dense = "gpt_neox.layers.1.attention.dense.weight";

    [Fact]
    public void A_loaded_model_computes_what_the_same_weights_do()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        var loaded = GptNeoXCheckpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default);
        using var model = loaded.Model;
        using var expected = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var documents = TestModels.Documents(TestModels.Small, 12);
        Assert.Equal(TokenLosses.Compute(expected, documents), TokenLosses.Compute(model, documents));
        Assert.Empty(loaded.UnknownTensors);
        Assert.Empty(loaded.NonFiniteParameters);
    }

    [Fact]
    public void Stray_buffers_are_ignored_and_unknown_tensors_reported()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        foreach (var stray in new[] { "attention.bias", "attention.masked_bias", "attention.rotary_emb.inv_freq" }) source.Add($"gpt_neox.layers.0.{stray}", [1, 1]);
        source.Add("gpt_neox.layers.9.extra.weight", [3]);
        var loaded = GptNeoXCheckpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default);
        loaded.Model.Dispose();
        Assert.Equal(["gpt_neox.layers.9.extra.weight"], loaded.UnknownTensors);
    }

    [Fact]
    public void A_tied_model_may_carry_its_embedding_twice()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        var loaded = GptNeoXCheckpoint.Load("here", TestModels.Small with { TiedEmbeddings = true }, source, DeviceRegistry.Default);
        loaded.Model.Dispose();
        Assert.Empty(loaded.UnknownTensors);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        source.Remove(Dense);
        var error = Assert.Throws<InvalidDataException>(() => GptNeoXCheckpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default));
        Assert.Equal($"here: the configuration requires a tensor {Dense} of shape [24, 24], but the checkpoint has none of that name.", error.Message);
    }

    [Fact]
    public void A_wrong_shape_is_named_with_what_was_required_and_found()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        source.Add(Dense, [24, 25]);
        var error = Assert.Throws<InvalidDataException>(() => GptNeoXCheckpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default));
        Assert.Equal($"here: the configuration requires a tensor {Dense} of shape [24, 24], but the checkpoint's has shape [24, 25].", error.Message);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_reported()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        source.Values[Dense][5] = float.NaN;
        var loaded = GptNeoXCheckpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default);
        loaded.Model.Dispose();
        Assert.Equal([Dense], loaded.NonFiniteParameters);
    }

    [Fact]
    public void A_folder_without_a_configuration_or_weights_is_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<FileNotFoundException>(() => GptNeoXModel.Load(folder.Path, DeviceRegistry.Default));
        File.WriteAllText(folder.File("config.json"), """{"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8, "vocab_size": 8}""");
        Assert.Throws<FileNotFoundException>(() => GptNeoXModel.Load(folder.Path, DeviceRegistry.Default));
    }

    /// <summary>A source of tensors without files.</summary>
    private sealed class InMemoryTensors : ITensorSource
    {
        private readonly Dictionary<string, TensorInfo> _tensors = [];

        public InMemoryTensors(GptNeoXConfig config)
        {
            Values = TestModels.Weights(config);
            foreach (var parameter in GptNeoXParameters.Of(config)) Add(parameter.Name, [.. parameter.Shape.Select(size => (long)size)]);
        }

        public Dictionary<string, float[]> Values { get; }

        public IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

        public void Add(string name, long[] shape) => _tensors[name] = new TensorInfo(name, TensorType.Float32, shape);

        public void Remove(string name) => _tensors.Remove(name);

        public void Read(string name, Span<float> destination) => Values[name].CopyTo(destination);

        public void Read(string name, Span<long> destination) => throw new NotSupportedException("A model has no whole numbers to read.");

        public void Dispose()
        {
        }
    }
}
