using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Tests.Decoders;

public sealed class DecoderParametersTests
{
    /// <summary>The counts that the Pythia models' authors published (Biderman et al. 2023, table 1).</summary>
    [Theory]
    [InlineData(6, 512, 8, 18_915_328, 70_426_624)]
    [InlineData(12, 768, 12, 85_056_000, 162_322_944)]
    [InlineData(24, 1024, 16, 302_311_424, 405_334_016)]
    [InlineData(32, 2560, 32, 2_517_652_480, 2_775_208_960)]
    public void Pythia_models_have_their_published_sizes(int layers, int hidden, int heads, long nonEmbedding, long total)
    {
        var config = new DecoderShape { Layers = layers, HiddenSize = hidden, Heads = heads, FeedForwardSize = 4 * hidden, VocabularySize = 50304 };
        Assert.Equal(nonEmbedding, DecoderParameters.NonEmbeddingCount(config));
        Assert.Equal(total, DecoderParameters.Of(config).Sum(parameter => parameter.Length));
        Assert.Equal(nonEmbedding, DecoderParameters.NonEmbeddingCount(config with { TiedEmbeddings = true }));
    }
}
