using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Tests.Decoders;

namespace Quanta.LanguageModels.Tests.Architectures;

public sealed class GptNeoXTests : IDisposable
{
    private const string Sizes = """
        "hidden_size": 512, "num_hidden_layers": 6, "num_attention_heads": 8, "intermediate_size": 2048, "vocab_size": 50304
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Published_spellings_are_read()
    {
        var config = Read($$"""
            {"model_type": "gpt_neox", {{Sizes}}, "max_position_embeddings": 1024, "rotary_pct": 0.5, "rotary_emb_base": 5000, "use_parallel_residual": false,
             "layer_norm_eps": 1e-6, "hidden_act": "gelu_fast", "tie_word_embeddings": true, "attention_bias": false, "torch_dtype": "float16"}
            """);
        Assert.Equal(new DecoderShape
        {
            HiddenSize = 512,
            Layers = 6,
            Heads = 8,
            FeedForwardSize = 2048,
            VocabularySize = 50304,
            MaximumPositions = 1024,
            RotaryDimensions = 32,
            RotaryBase = 5000,
            ParallelResidual = false,
            NormEpsilon = 1e-6f,
            Activation = ActivationFunction.Tanh,
            TiedEmbeddings = true,
            ProjectionBias = false,
            AttentionOutputBias = false,
        }, config);
        Assert.Equal((64, 32), (config.HeadSize, config.RotaryDimensions));
    }

    [Theory]
    [InlineData("\"rope_theta\": 5000, \"partial_rotary_factor\": 0.5")]
    [InlineData("\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 5000, \"partial_rotary_factor\": 0.5}")]
    [InlineData("\"rotary_pct\": 0.5, \"rotary_emb_base\": 5000, \"rope_scaling\": null")]
    public void Newer_spellings_of_the_rotation_are_read(string rotation)
    {
        var config = Read($$"""{{{Sizes}}, {{rotation}}}""");
        Assert.Equal((32, 5000), (config.RotaryDimensions, config.RotaryBase));
    }

    [Fact]
    public void What_is_absent_or_null_has_its_published_default()
    {
        var config = Read($$"""{{{Sizes}}, "attention_bias": null}""");
        Assert.Equal((16, 10_000, 2048), (config.RotaryDimensions, config.RotaryBase, config.MaximumPositions));
        Assert.True(config is { ParallelResidual: true, ProjectionBias: true, AttentionOutputBias: true, MlpBias: true, TiedEmbeddings: false, Activation: ActivationFunction.Exact, NormEpsilon: 1e-5f });
    }

    [Theory]
    [InlineData("[]", "must hold a JSON object, but it holds Array.")]
    [InlineData("{\"vocab_size\"", "is not valid JSON")]
    [InlineData("{\"num_hidden_layers\": 6}", "must state hidden_size, but it does not.")]
    [InlineData("{SIZES, \"model_type\": \"bert\"}", "model_type must be gpt_neox, gpt2, gpt_neo, gptj, opt, llama, mistral, qwen2, qwen3, gemma2, olmo2, phi, stablelm, but it is bert.")]
    [InlineData("{SIZES, \"hidden_act\": \"glu\"}", "hidden_act must be gelu, gelu_new, gelu_fast, gelu_pytorch_tanh, relu, silu or swish, but it is glu.")]
    [InlineData("{SIZES, \"hidden_size\": 510}", "num_attention_heads must divide hidden_size, but they are 8 and 510.")]
    [InlineData("{SIZES, \"hidden_size\": \"big\"}", "hidden_size must be Number, but it is String.")]
    [InlineData("{SIZES, \"vocab_size\": 1e99}", "vocab_size must be a whole number up to 4194304, but it is 1e99.")]
    [InlineData("{SIZES, \"vocab_size\": 2000000000}", "vocab_size must be between 1 and 4194304, but it is 2000000000.")]
    [InlineData("{SIZES, \"num_attention_heads\": 0}", "num_attention_heads must be between 1 and 4194304, but it is 0.")]
    [InlineData("{SIZES, \"rotary_pct\": 0.05}", "the rotated dimensions of a head must be even, but of a head size of 64 they are 3.")]
    [InlineData("{SIZES, \"rotary_pct\": 2}", "rotary_pct must be between 0 and 1, but it is 2.")]
    [InlineData("{SIZES, \"rotary_emb_base\": 0}", "the rotary base must be positive and finite, but it is 0.")]
    [InlineData("{SIZES, \"layer_norm_eps\": -1}", "the norms' epsilon must be finite and not negative, but it is -1.")]
    [InlineData("{SIZES, \"rope_scaling\": {\"type\": \"yarn\", \"factor\": 2}}", "rope_type must be default, linear, dynamic or llama3, but it is yarn.")]
    public void Every_fault_is_a_sentence_that_names_the_file(string json, string sentence)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(json.Replace("SIZES", Sizes, StringComparison.Ordinal)));
        Assert.Contains(_folder.File("config.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_impossible_configuration_makes_no_model() =>
        Assert.Throws<ArgumentException>(() => TestModels.Create(TestModels.Small with { Heads = 5 }, DeviceRegistry.Default, new Dictionary<string, float[]>()));

    /// <summary>Hidden size, layers, heads and vocabulary of the published Pythia models, with their parameter counts.</summary>
    [Theory]
    [InlineData(128, 6, 4, 50304, 14_067_712)]
    [InlineData(256, 6, 8, 50304, 30_494_720)]
    [InlineData(512, 6, 8, 50304, 70_426_624)]
    [InlineData(768, 12, 12, 50304, 162_322_944)]
    [InlineData(1024, 24, 16, 50304, 405_334_016)]
    [InlineData(2048, 16, 8, 50304, 1_011_781_632)]
    [InlineData(2048, 24, 16, 50304, 1_414_647_808)]
    [InlineData(2560, 32, 32, 50304, 2_775_208_960)]
    [InlineData(4096, 32, 32, 50432, 6_857_302_016)]
    [InlineData(5120, 36, 40, 50688, 11_846_072_320)]
    public void Published_pythia_shapes_have_their_published_sizes(int hidden, int layers, int heads, int vocabulary, long parameters)
    {
        var config = new DecoderShape { HiddenSize = hidden, Layers = layers, Heads = heads, FeedForwardSize = 4 * hidden, VocabularySize = vocabulary };
        Assert.Null(config.FindFault());
        Assert.Equal(parameters, DecoderParameters.Of(config).Sum(parameter => parameter.Length));
    }

    public void Dispose() => _folder.Dispose();

    private DecoderShape Read(string json)
    {
        File.WriteAllText(_folder.File("config.json"), json);
        return ArchitectureRegistry.ReadConfig(_folder.File("config.json"));
    }
}
