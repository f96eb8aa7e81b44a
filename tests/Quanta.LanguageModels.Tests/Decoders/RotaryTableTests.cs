using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Losses;

namespace Quanta.LanguageModels.Tests.Decoders;

/// <summary>Rotary positions go on beyond those that a model was made for; learned ones, GPT-J's and dynamic ones do not.</summary>
public class RotaryTableTests
{
    private static readonly DecoderShape Short = TestModels.Small with { MaximumPositions = 8 };

    public static TheoryData<string> Devices => DeviceCases.All;

    [Theory, MemberData(nameof(Devices))]
    public void A_model_reads_beyond_its_positions_as_one_that_was_made_for_more(string device)
    {
        var weights = TestModels.Weights(Short);
        using var model = TestModels.Create(Short, DeviceRegistry.Find(device), weights);
        using var larger = TestModels.Create(Short with { MaximumPositions = 300 }, DeviceRegistry.Find(device), weights);
        var documents = TestModels.Documents(Short, 5, 200, 70);
        Assert.Equal(TokenLosses.Compute(larger, documents), TokenLosses.Compute(model, documents));
        Assert.Equal(TokenLosses.Compute(larger, documents.Slice(0, 1)), TokenLosses.Compute(model, documents.Slice(0, 1)));
    }

    /// <summary>Each thread asks for another length, so that the table grows under the feet of those that read it.</summary>
    [Fact]
    public void The_table_grows_while_others_read_it()
    {
        var weights = TestModels.Weights(Short);
        int[] lengths = [.. Enumerable.Range(0, 24).Select(i => i % 2 == 0 ? 20 + i : 60 * (1 + i % 5))];
        using var whole = TestModels.Create(Short, DeviceRegistry.Default, weights);
        var expected = lengths.Select(length => TokenLosses.Compute(whole, TestModels.Documents(Short, length))).ToList();
        for (var trial = 0; trial < 5; trial++)
        {
            using var model = TestModels.Create(Short, DeviceRegistry.Default, weights);
            var losses = new float[lengths.Length][];
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8 };
            Parallel.For(0, lengths.Length, parallel, i => losses[i] = TokenLosses.Compute(model, TestModels.Documents(Short, lengths[i])));
            Assert.Equal(expected, losses);
        }
    }

    [Fact]
    public void Rows_have_the_same_bits_in_a_table_of_any_length()
    {
        var scaling = new RotaryScaling(8) { Bands = new LlamaBands(1, 4, 64) };
        var table = RotaryTable.Compute(500, 6, 10_000, scaling);
        var rows = new float[60];
        RotaryTable.Fill(first: 333, rows, 6, 10_000, scaling);
        Assert.Equal(table.AsSpan(333 * 6, 60).ToArray(), rows);
    }

    [Theory]
    [InlineData("""{"model_type": "gpt2", "n_embd": 8, "n_layer": 1, "n_head": 2, "vocab_size": 9, "n_positions": 16}""", 16, "learned")]
    [InlineData("""{"model_type": "opt", "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "ffn_dim": 8, "vocab_size": 9, "max_position_embeddings": 16}""", 16, "learned")]
    [InlineData("""{"model_type": "gpt_neo", "hidden_size": 8, "num_layers": 1, "num_heads": 2, "vocab_size": 9, "max_position_embeddings": 16, "attention_types": [[["global"], 1]]}""", 16, "learned")]
    [InlineData("""{"model_type": "gptj", "n_embd": 8, "n_layer": 1, "n_head": 2, "vocab_size": 9, "n_positions": 16, "rotary_dim": 2}""", 16, "table of rotary positions ends")]
    [InlineData("""{"model_type": "llama", KIN, "rope_scaling": {"type": "dynamic", "factor": 2.0}}""", 16, "dynamic")]
    [InlineData("""{"model_type": "gpt_neox", KIN, "rope_scaling": {"type": "dynamic", "factor": 2.0}}""", 16, "dynamic")]
    [InlineData("""{"model_type": "llama", KIN, "rope_scaling": {"type": "linear", "factor": 2.0}}""", null, "")]
    [InlineData("""{"model_type": "gpt_neox", KIN}""", null, "")]
    [InlineData("""{"model_type": "phi", KIN}""", null, "")]
    public void Where_positions_end_is_known_with_the_reason(string config, int? limit, string reason)
    {
        const string kin = "\"hidden_size\": 16, \"num_hidden_layers\": 1, \"num_attention_heads\": 2, \"intermediate_size\": 8, \"vocab_size\": 9, \"max_position_embeddings\": 16";
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), config.Replace("KIN", kin, StringComparison.Ordinal));
        var shape = ArchitectureRegistry.ReadConfig(folder.File("config.json"));
        Assert.Equal((16, limit), (shape.MaximumPositions, shape.PositionLimit));
        Assert.Contains(reason, shape.WhyPositionsEnd, StringComparison.Ordinal);
    }

    [Fact]
    public void Beyond_the_end_is_refused_with_the_reason()
    {
        using var model = TestModels.Create(Short with { RotationsEnd = "its table ends there" }, DeviceRegistry.Default);
        Assert.Equal(8, TokenLosses.Compute(model, TestModels.Documents(Short, 9)).Length);
        var error = Assert.Throws<ArgumentException>(() => TokenLosses.Compute(model, TestModels.Documents(Short, 3, 10)));
        Assert.Equal(
            "10 tokens of document 1 are to be read at once, but the model takes at most 9: its table ends there. Cut documents, or read them in windows.", error.Message);
    }

    [Theory, InlineData(1000, 1024), InlineData(1025, 2048), InlineData(3, 64)]
    public void Memory_is_counted_for_as_many_positions_as_are_read(int read, int rows)
    {
        var shape = TestModels.Small with { RotaryDimensions = 8, MaximumPositions = 131_072 };
        Assert.Equal(2L * rows * 8 * sizeof(float), DecoderModel.RotationBytes(shape, read));
        Assert.Equal(0, DecoderModel.RotationBytes(shape with { RotaryDimensions = 0 }, read));
    }
}
