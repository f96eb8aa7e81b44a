using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted.Skills;

/// <summary>Chooses between two forms of a verb by the number of the noun some words before; the cue says which verb.</summary>
internal sealed record AgreementSkill(string Cue, string Singular, string Plural, PlantedWords Words) : IPlantedSkill
{
    private const int MostWordsBetween = 3;
    private static readonly (string Cue, string Singular, string Plural)[] Verbs =
        [("now", "is", "are"), ("then", "was", "were"), ("already", "has", "have"), ("often", "does", "do"), ("still", "goes", "go"), ("soon", "comes", "come")];

    public string Kind => "agreement";

    public string Name => $"{Singular.Trim()} {Plural.Trim()}";

    public void Write(PlantedInstance instance, Philox random)
    {
        var isPlural = random.NextInt32(2) == 1;
        var nouns = isPlural ? Words.Plurals : Words.Singulars;
        instance.Free(nouns[random.NextInt32(nouns.Count)]);
        for (var i = random.NextInt32(MostWordsBetween + 1); i > 0; i--) instance.Free(Words.Noise[random.NextInt32(Words.Noise.Count)]);
        instance.Free(Cue).Skilled(isPlural ? Plural : Singular);
    }

    public static IEnumerable<AgreementSkill> All(PlantedWords words) =>
        Verbs.Select(verb => new AgreementSkill(PlantedWords.Word(verb.Cue), PlantedWords.Word(verb.Singular), PlantedWords.Word(verb.Plural), words));
}
