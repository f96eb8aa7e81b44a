using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Tests.Architectures;

/// <summary>What every family must hold to; a made-up one that is added as docs/add-an-architecture.md says is in <see cref="AcornTests"/>.</summary>
public sealed class ArchitectureTests
{
    private static readonly DecoderShape Shape = new()
    {
        HiddenSize = 12,
        Layers = 2,
        Heads = 4,
        KeyHeads = 2,
        HeadSize = 4,
        RotaryDimensions = 4,
        FeedForwardSize = 6,
        VocabularySize = 9,
        GatedMlp = true,
    };

    public static TheoryData<string> Types => [.. ArchitectureRegistry.ModelTypes];

    /// <summary>Each value of a parameter has one place in one tensor, and comes back from it.</summary>
    [Theory, MemberData(nameof(Types))]
    public void What_is_stored_is_what_is_read(string type)
    {
        var architecture = ArchitectureRegistry.Get(type);
        var shape = Shape with { ModelType = type, GatedMlp = type is not ("gpt_neox" or "gpt2" or "gpt_neo" or "gptj" or "opt" or "phi"), KeyHeads = type is "gpt_neox" ? 4 : 2 };
        foreach (var parameter in DecoderParameters.Of(shape))
        {
            var random = new Philox(3);
            var values = Enumerable.Range(0, (int)parameter.Length).Select(_ => MathF.Round((float)random.NextGaussian() * 64) / 64).ToArray();
            var again = Enumerable.Repeat(float.NaN, values.Length).ToArray();
            foreach (var tensor in architecture.Stored(shape, parameter))
            {
                var stored = Enumerable.Repeat(float.NaN, (int)tensor.Length).ToArray();
                tensor.Extract(values, stored);
                tensor.Place(stored, again);
            }
            Assert.Equal(values, again);
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Names_are_distinct(string type)
    {
        var names = DecoderParameters.Of(Shape with { ModelType = type }).Select(parameter => parameter.Name).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Theory]
    [InlineData("gpt_neox", 3, false, "gpt_neox.layers.3.attention.query_key_value.weight")]
    [InlineData("llama", 0, false, "model.layers.0.self_attn.{q,k,v}_proj.weight")]
    [InlineData("gpt2", 1, true, "transformer.h.1.attn.c_attn.bias")]
    public void A_parameter_of_several_tensors_joins_their_names(string type, int layer, bool isBias, string name) =>
        Assert.Equal(name, ArchitectureRegistry.Get(type).NameOf(DecoderPart.Projections, isBias, layer));

    /// <summary>Lengths of the published gradients, from the families' published sizes (arXiv 2303.13506 for the second, the models' cards for the sizes).</summary>
    [Theory]
    [InlineData("""{"model_type": "gpt2", "n_embd": 768, "n_layer": 12, "n_head": 12, "vocab_size": 50257}""", 124_439_808, 85_019_136)]
    [InlineData("""{"model_type": "gpt_neo", "hidden_size": 768, "num_layers": 4, "num_heads": 16, "vocab_size": 50257, "attention_types": [[["global", "local"], 2]]}""", 68_514_048, 28_329_984)]
    [InlineData("""{"model_type": "gptj", "n_embd": 4096, "n_layer": 28, "n_head": 16, "rotary_dim": 64, "vocab_size": 50400}""", 6_050_882_784, 5_637_726_208)]
    [InlineData("""{"model_type": "opt", "hidden_size": 1024, "num_hidden_layers": 24, "num_attention_heads": 16, "ffn_dim": 4096, "vocab_size": 50272, "word_embed_proj_dim": 512, "do_layer_norm_before": false}""", 331_196_416, 302_211_072)]
    [InlineData("""{"model_type": "llama", "hidden_size": 2048, "num_hidden_layers": 16, "num_attention_heads": 32, "num_key_value_heads": 8, "intermediate_size": 8192, "vocab_size": 128256, "tie_word_embeddings": true}""", 1_235_814_400, 973_080_576)]
    [InlineData("""{"model_type": "qwen2", "hidden_size": 896, "num_hidden_layers": 24, "num_attention_heads": 14, "num_key_value_heads": 2, "intermediate_size": 4864, "vocab_size": 151936, "tie_word_embeddings": true}""", 494_032_768, 357_855_104)]
    [InlineData("""{"model_type": "qwen3", "hidden_size": 1024, "num_hidden_layers": 28, "num_attention_heads": 16, "num_key_value_heads": 8, "intermediate_size": 3072, "vocab_size": 151936, "tie_word_embeddings": true}""", 596_049_920, 440_402_944)]
    [InlineData("""{"model_type": "gemma2", "hidden_size": 2304, "num_hidden_layers": 26, "num_attention_heads": 8, "num_key_value_heads": 4, "intermediate_size": 9216, "vocab_size": 256000}""", 2_614_341_888, 2_024_278_272)]
    [InlineData("""{"model_type": "olmo2", "hidden_size": 2048, "num_hidden_layers": 16, "num_attention_heads": 16, "num_key_value_heads": 16, "intermediate_size": 8192, "vocab_size": 100352}""", 1_484_916_736, 1_073_743_872)]
    [InlineData("""{"model_type": "phi", "hidden_size": 2560, "num_hidden_layers": 32, "num_attention_heads": 32, "intermediate_size": 10240, "vocab_size": 51200, "partial_rotary_factor": 0.4}""", 2_779_683_840, 2_517_324_800)]
    [InlineData("""{"model_type": "stablelm", "hidden_size": 2048, "num_hidden_layers": 24, "num_attention_heads": 32, "num_key_value_heads": 32, "intermediate_size": 5632, "vocab_size": 100352, "use_qkv_bias": true}""", 1_644_515_328, 1_233_276_928)]
    [InlineData("""{"model_type": "mistral", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8, "intermediate_size": 14336, "vocab_size": 32000}""", 7_241_732_096, 6_979_325_952)]
    public void Published_models_have_their_published_sizes(string config, long total, long gradient)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), config);
        var shape = ArchitectureRegistry.ReadConfig(folder.File("config.json"));
        Assert.Equal(total, DecoderParameters.Of(shape).Sum(parameter => parameter.Length));
        Assert.Equal(gradient, LanguageModels.Gradients.ParameterSet.Published(shape).Length);
    }

    [Theory]
    [InlineData("""{"model_type": "bert"}""", "model_type must be gpt_neox, gpt2,")]
    [InlineData("""{"model_type": "llama", "quantization_config": {"bits": 4}}""", "quantization_config must be absent")]
    [InlineData("""{"model_type": "gpt2", "add_cross_attention": true}""", "add_cross_attention must be false, but it is true.")]
    [InlineData("""{"model_type": "gptj", "n_embd": 8, "n_layer": 1, "n_head": 2, "vocab_size": 9, "rotary_dim": null}""", "must state rotary_dim")]
    [InlineData("""{"model_type": "gpt_neo", "hidden_size": 8, "num_layers": 3, "num_heads": 2, "vocab_size": 9, "attention_types": [[["global", "local"], 1]]}""", "attention_types must be pairs")]
    [InlineData("""{"model_type": "gpt_neo", "hidden_size": 8, "num_layers": 3, "num_heads": 2, "vocab_size": 9, "attention_types": [7]}""", "attention_types must be pairs")]
    [InlineData("""{"model_type": "llama", KIN, "rope_scaling": {"rope_type": "longrope"}}""", "rope_type must be default, linear, dynamic or llama3, but it is longrope.")]
    [InlineData("""{"model_type": "llama", KIN, "rope_parameters": {"full_attention": {}}}""", "rope_parameters must be the same for all layers")]
    [InlineData("""{"model_type": "llama", KIN, "num_key_value_heads": 3}""", "num_key_value_heads must divide num_attention_heads, but they are 3 and 4.")]
    [InlineData("""{"model_type": "qwen2", KIN, "num_key_value_heads": 2, "use_sliding_window": true, "layer_types": ["full_attention"]}""", "layer_types must be a list of 2")]
    [InlineData("""{"model_type": "gemma2", KIN, "num_key_value_heads": 2, "layer_types": ["full_attention", "chunked_attention"]}""", "layer_types must be made of")]
    public void What_is_not_computed_is_refused_by_name(string config, string sentence)
    {
        using var folder = new TemporaryFolder();
        const string kin = "\"hidden_size\": 8, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"intermediate_size\": 8, \"vocab_size\": 9";
        File.WriteAllText(folder.File("config.json"), config.Replace("KIN", kin, StringComparison.Ordinal));
        var error = Assert.Throws<InvalidDataException>(() => ArchitectureRegistry.ReadConfig(folder.File("config.json")));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }
}
