using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;

namespace Quanta.LanguageModels.Tests.Gradients;

public class ParameterSetTests
{
    private static readonly DecoderShape Pythia70M = new() { HiddenSize = 512, Layers = 6, Heads = 8, FeedForwardSize = 2048, VocabularySize = 50304 };

    [Fact]
    public void The_published_sets_of_pythia_70m_have_the_published_lengths()
    {
        var published = ParameterSet.Published(Pythia70M);
        Assert.Equal(18_903_040, published.Length);
        var subset = published.InLayers(0, 1);
        Assert.Equal(6_300_672, subset.Length);
        Assert.Equal(published.Slices.Take(16).Select(slice => slice.Parameter), subset.Slices.Select(slice => slice.Parameter));
        Assert.Equal(70_426_624, ParameterSet.All(Pythia70M).Length);
    }

    [Fact]
    public void Offsets_follow_one_another_in_model_order()
    {
        var set = ParameterSet.Published(Pythia70M);
        long offset = 0;
        foreach (var slice in set.Slices)
        {
            Assert.Equal(offset, slice.Offset);
            Assert.Same(slice, set.Find(slice.Parameter.Name));
            offset += slice.Parameter.Length;
        }
        Assert.Equal(set.Length, offset);
        Assert.Equal("gpt_neox.layers.0.attention.query_key_value.weight", set.Slices[0].Parameter.Name);
        Assert.Equal("gpt_neox.final_layer_norm.bias", set.Slices[^1].Parameter.Name);
        Assert.Null(set.Find("gpt_neox.embed_in.weight"));
    }

    [Fact]
    public void Layer_1_is_not_layer_10()
    {
        var set = ParameterSet.All(Pythia70M with { Layers = 11 }).InLayers(1);
        Assert.All(set.Slices, slice => Assert.StartsWith("gpt_neox.layers.1.", slice.Parameter.Name, StringComparison.Ordinal));
        Assert.Equal(12, set.Slices.Count);
    }

    [Fact]
    public void A_tied_model_has_one_embedding_and_an_unbiased_one_no_attention_biases()
    {
        var all = ParameterSet.All(Pythia70M);
        Assert.Equal(all.Slices.Count - 1, ParameterSet.All(Pythia70M with { TiedEmbeddings = true }).Slices.Count);
        Assert.Equal(all.Slices.Count - 12, ParameterSet.All(Pythia70M with { ProjectionBias = false, AttentionOutputBias = false }).Slices.Count);
    }
}
