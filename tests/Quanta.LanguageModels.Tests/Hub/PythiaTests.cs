using Quanta.LanguageModels.Hub;

namespace Quanta.LanguageModels.Tests.Hub;

public class PythiaTests
{
    /// <summary>The published counts: without the embedding and the output map, and in all.</summary>
    [Theory]
    [InlineData("pythia-14m", 1_189_888, 14_067_712)]
    [InlineData("pythia-19m", 18_915_328, 70_426_624)]
    [InlineData("pythia-125m", 85_056_000, 162_322_944)]
    [InlineData("pythia-350m", 302_311_424, 405_334_016)]
    [InlineData("pythia-800m", 805_736_448, 1_011_781_632)]
    [InlineData("pythia-1.3b", 1_208_602_624, 1_414_647_808)]
    [InlineData("pythia-2.7b", 2_517_652_480, 2_775_208_960)]
    [InlineData("pythia-6.7b", 6_444_163_072, 6_857_302_016)]
    [InlineData("EleutherAI/pythia-12b-deduped", 11_327_027_200, 11_846_072_320)]
    public void Sizes_have_their_published_parameter_counts(string name, long nonEmbedding, long all)
    {
        var size = Pythia.SizeOf(name)!;
        Assert.Equal((nonEmbedding, all), (size.NonEmbeddingParameters, size.Parameters));
    }

    [Theory]
    [InlineData("pythia-70m", "EleutherAI/pythia-70m")]
    [InlineData("EleutherAI/pythia-1.4b-deduped", "EleutherAI/pythia-1.4b-deduped")]
    [InlineData("pythia-70m-deduped-v0", "EleutherAI/pythia-70m-deduped-v0")]
    [InlineData("pythia-19m", "EleutherAI/pythia-70m-v0")]
    [InlineData("EleutherAI/pythia-1.3b", "EleutherAI/pythia-1.4b-v0")]
    [InlineData("pythia-13b-deduped", "EleutherAI/pythia-12b-deduped-v0")]
    [InlineData("pythia-14m-seed3", "EleutherAI/pythia-14m-seed3")]
    [InlineData("pythia-20m", null)]
    [InlineData("someone/pythia-70m", null)]
    [InlineData("pythia-19m-v0", null)]
    public void Names_old_and_new_mean_the_models_of_today(string name, string? today) => Assert.Equal(today, Pythia.NameOf(name));

    [Fact]
    public void There_are_154_checkpoints_and_143_of_the_first_training()
    {
        var steps = Pythia.StepsOf("pythia-70m");
        Assert.Equal((154, 143), (steps.Count, Pythia.StepsOf("pythia-19m").Count));
        Assert.Equal([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000, 2000], steps.Take(13));
        Assert.Equal(143_000, steps[^1]);
        Assert.Throws<ArgumentException>(() => Pythia.StepsOf("gpt2"));
    }

    [Fact]
    public void A_family_is_all_its_sizes()
    {
        Assert.Equal((10, 8), (Pythia.ModelsOf("pythia").Count, Pythia.ModelsOf("pythia-v0").Count));
        Assert.Equal("EleutherAI/pythia-70m-deduped-v0", Pythia.ModelsOf("pythia-deduped-v0")[0]);
        Assert.All(Pythia.Families.SelectMany(Pythia.ModelsOf), name => Assert.Equal(name, Pythia.NameOf(name)));
        Assert.Contains("pythia-deduped", Assert.Throws<ArgumentException>(() => Pythia.ModelsOf("llama")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoints_are_chosen_by_doubling_by_name_or_all()
    {
        var steps = Pythia.StepsOf("pythia-70m");
        Assert.Equal([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 143_000], Choose("log", steps));
        Assert.Equal([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 143_000], Choose("log", Pythia.StepsOf("pythia-19m")));
        Assert.Equal(steps, Choose("all", steps));
        Assert.Equal([512, 2000], Choose("2000,512,2000", steps));
        Assert.Equal([5], Choose("log", [5]));
        Assert.Contains("no checkpoint of step 3, 1500; its 154 checkpoints are of steps 0, 1, 2, 4, ..., 143000",
            Assert.Throws<InvalidDataException>(() => Choose("3,1000,1500", steps)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Choose("all", []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("some")]
    [InlineData("1000,")]
    [InlineData("-5")]
    public void Other_choices_are_refused(string text) =>
        Assert.Contains("log, all or steps", Assert.Throws<ArgumentException>(() => CheckpointSteps.Parse(text)).Message, StringComparison.Ordinal);

    private static IReadOnlyList<long> Choose(string which, IEnumerable<long> available) => CheckpointSteps.Parse(which).Choose(available, "pythia");
}
