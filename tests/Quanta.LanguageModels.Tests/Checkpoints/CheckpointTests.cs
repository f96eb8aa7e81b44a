using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Checkpoints;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;

namespace Quanta.LanguageModels.Tests.Checkpoints;

public class CheckpointTests
{
    private const string Dense = "gpt_neox.layers.1.attention.dense.weight";

    [Fact]
    public void A_loaded_model_computes_what_the_same_weights_do()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        var loaded = Checkpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default);
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
        var loaded = Checkpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default);
        loaded.Model.Dispose();
        Assert.Equal(["gpt_neox.layers.9.extra.weight"], loaded.UnknownTensors);
    }

    [Fact]
    public void A_tied_model_may_carry_its_embedding_twice()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        var loaded = Checkpoint.Load("here", TestModels.Small with { TiedEmbeddings = true }, source, DeviceRegistry.Default);
        loaded.Model.Dispose();
        Assert.Empty(loaded.UnknownTensors);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        source.Remove(Dense);
        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default));
        Assert.Equal($"here: the configuration requires a tensor {Dense} of shape [24, 24], but the checkpoint has none of that name.", error.Message);
    }

    [Fact]
    public void A_wrong_shape_is_named_with_what_was_required_and_found()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        source.Add(Dense, [24, 25]);
        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default));
        Assert.Equal($"here: the configuration requires a tensor {Dense} of shape [24, 24], but the checkpoint's has shape [24, 25].", error.Message);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_reported()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        source.Values[Dense][5] = float.NaN;
        var loaded = Checkpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default);
        loaded.Model.Dispose();
        Assert.Equal([Dense], loaded.NonFiniteParameters);
    }

    [Fact]
    public void A_tied_model_loads_under_whichever_name_its_file_keeps()
    {
        var config = TestModels.Small with { TiedEmbeddings = true };
        using var first = new InMemoryTensors(config);
        using var second = new InMemoryTensors(config);
        second.Rename("gpt_neox.embed_in.weight", "embed_out.weight");

        using var expected = Checkpoint.Load("here", config, first, DeviceRegistry.Default).Model;
        using var renamed = Checkpoint.Load("here", config, second, DeviceRegistry.Default).Model;

        var documents = TestModels.Documents(config, 12);
        Assert.Equal(TokenLosses.Compute(expected, documents), TokenLosses.Compute(renamed, documents));
        Assert.Throws<InvalidDataException>(() => Checkpoint.Load("here", TestModels.Small, second, DeviceRegistry.Default));
    }

    /// <summary>Both matrices of gigabytes would be read only to know how much memory they take.</summary>
    [Fact]
    public void Nothing_is_read_where_only_the_size_is_asked_for_and_what_may_differ_counts_twice()
    {
        var config = TestModels.Small with { TiedEmbeddings = true };
        using var source = new InMemoryTensors(config);
        Assert.True(new CheckpointTensors("here", config, source, reads: false).Shape.TiedEmbeddings);
        source.Add("embed_out.weight", [config.VocabularySize, config.HiddenSize]);
        source.Values["embed_out.weight"] = source.Values["gpt_neox.embed_in.weight"];
        Assert.False(new CheckpointTensors("here", config, source, reads: false).Shape.TiedEmbeddings);
        Assert.Equal(0, source.Reads);
        Assert.True(new CheckpointTensors("here", config, source).Shape.TiedEmbeddings);
        Assert.Equal(2, source.Reads);
    }

    [Fact]
    public void An_unneeded_tensor_of_an_unknown_type_is_passed_over_with_a_note_and_a_needed_one_is_refused()
    {
        using var source = new InMemoryTensors(TestModels.Small);
        source.Unreadable["extra.scale"] = "F8_E4M3";

        var loaded = Checkpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default);
        loaded.Model.Dispose();

        Assert.Contains("extra.scale (F8_E4M3)", Assert.Single(loaded.Notes), StringComparison.Ordinal);
        source.Remove(Dense);
        source.Unreadable[Dense] = "F8_E5M2";
        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Load("here", TestModels.Small, source, DeviceRegistry.Default));
        Assert.Contains("F8_E5M2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1.003, false)] // rounded to bfloat16
    [InlineData(1.02, true)]
    [InlineData(double.NaN, true)]
    public void Stored_rotary_frequencies_that_disagree_with_the_configuration_are_named(double factor, bool isTold)
    {
        var config = TestModels.Small;
        using var source = new InMemoryTensors(config);
        const string sentinel = "gpt_neox.layers.0.attention.rotary_emb.inv_freq";
        source.Add(sentinel, [config.RotaryDimensions / 2]);
        source.Values[sentinel] = [.. Enumerable.Range(0, config.RotaryDimensions / 2)
            .Select(pair => (float)(factor * Math.Pow(config.RotaryBase, -2.0 * pair / config.RotaryDimensions)))];

        var loaded = Checkpoint.Load("here", config, source, DeviceRegistry.Default);
        loaded.Model.Dispose();

        Assert.Equal(isTold, loaded.Notes.Any(note => note.Contains(sentinel, StringComparison.Ordinal) && note.Contains("base 10000", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_model_with_a_weight_that_is_no_number_is_refused_by_name_whatever_the_tensor(float value)
    {
        using var folder = new TemporaryFolder();
        var config = TestModels.Small;
        foreach (var parameter in DecoderParameters.Of(config))
        {
            using (var model = DecoderModel.Create(config, DeviceRegistry.Default, (info, values) =>
            {
                values.Fill(0.01f);
                if (info.Name == parameter.Name) values[^1] = value;
            })) CheckpointWriter.Write(folder.Path, model, TensorType.Float32);

            var error = Assert.Throws<InvalidDataException>(() => DecoderModel.Load(folder.Path, DeviceRegistry.Default));

            Assert.Contains(parameter.Name, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NaN_in_a_tensor_that_the_model_does_not_need_is_passed_over_with_a_note()
    {
        using var folder = new TemporaryFolder();
        using (var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default)) CheckpointWriter.Write(folder.Path, model, TensorType.Float32);
        var weights = folder.File("model.safetensors");
        using (var source = TensorSource.OpenFile(weights))
        {
            var contents = source.Tensors.Values.Select(info => new TensorContent(info, values => source.Read(info.Name, values))).ToList();
            Safetensors.Write(folder.File("extended"), contents.Append(TensorContent.Of("extra", new[] { float.NaN }, 1)));
        }
        File.Move(folder.File("extended"), weights, overwrite: true);
        var notes = new List<string>();

        using var loaded = DecoderModel.Load(folder.Path, DeviceRegistry.Default, notes.Add);

        Assert.Contains("extra", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_is_something_else_is_called_what_it_is()
    {
        using var folder = new TemporaryFolder();
        foreach (var (content, name) in StandIns.Contents)
        {
            File.WriteAllText(folder.File("config.json"), content);
            Assert.Contains(name, Assert.Throws<InvalidDataException>(() => ArchitectureRegistry.ReadConfig(folder.File("config.json"))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_without_a_configuration_or_weights_is_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<FileNotFoundException>(() => DecoderModel.Load(folder.Path, DeviceRegistry.Default));
        File.WriteAllText(folder.File("config.json"), """{"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8, "vocab_size": 8}""");
        Assert.Throws<FileNotFoundException>(() => DecoderModel.Load(folder.Path, DeviceRegistry.Default));
    }

    /// <summary>A source of tensors without files.</summary>
}
