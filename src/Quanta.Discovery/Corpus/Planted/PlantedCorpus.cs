using Quanta.Discovery.Corpus.Planted.Skills;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted;

/// <summary>Documents woven from known skills: an introduction, then instances of skills drawn by their probabilities, with noise words between.</summary>
/// <remarks>Every labelled token is determined by the tokens before it, within its own instance or in the introduction; no other token is. A document depends on the seed and its
/// number only, so documents may be drawn in any order and more of them change none.</remarks>
internal sealed class PlantedCorpus
{
    private const ulong WordStream = ulong.MaxValue, CatalogueStream = ulong.MaxValue - 1, TestStreams = 1UL << 40;
    private readonly PlantedOptions _options;
    private readonly PlantedWords _words;

    public PlantedCorpus(PlantedOptions options)
    {
        options.Validate();
        _options = options;
        _words = new PlantedWords(new Philox(options.Seed, WordStream));
        Catalogue = new PlantedCatalogue(_words, options, new Philox(options.Seed, CatalogueStream));
    }

    public PlantedCatalogue Catalogue { get; }

    public IEnumerable<PlantedDocument> Train => Enumerable.Range(0, _options.TrainDocuments).Select(number => Draw((ulong)number));

    public IEnumerable<PlantedDocument> Test => Enumerable.Range(0, _options.TestDocuments).Select(number => Draw(TestStreams + (ulong)number));

    private PlantedDocument Draw(ulong stream)
    {
        var (random, document) = (new Philox(_options.Seed, stream), new PlantedDocument());
        foreach (var role in CopySkill.Roles) document.Names[role] = _words.Names[random.NextInt32(_words.Names.Count)];
        document.Append(Catalogue.Introduce(document.Names));
        while (true)
        {
            var (noise, instance) = (Noise(random), Catalogue.Draw(document.Names, random));
            if (document.Tokens.Count + noise.Tokens.Count + instance.Tokens.Count > _options.DocumentTokens) return document;
            document.Append(noise);
            document.Append(instance);
        }
    }

    private PlantedInstance Noise(Philox random)
    {
        var instance = new PlantedInstance(PlantedDocument.Noise, PlantedDocument.Noise, new Dictionary<string, string>());
        for (var i = random.NextInt32(_options.NoiseWords); i >= 0; i--) instance.Free(_words.Noise[random.NextInt32(_words.Noise.Count)]);
        return instance;
    }
}
