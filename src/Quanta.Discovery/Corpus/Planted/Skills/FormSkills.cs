using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted.Skills;

/// <summary>Closes what was opened some words before: the word "end" says when, the opening mark says with what.</summary>
internal sealed record ClosingSkill(string Open, string Close, IReadOnlyList<string> Noise) : IPlantedSkill
{
    private const int MostWords = 8;
    private static readonly string[] Pairs = ["()", "[]", "{}", "<>", "«»", "“”", "‘’", "⟨⟩"];

    public string Kind => "closing";

    public string Name => $"{Open.Trim()} {Close.Trim()}";

    public void Write(PlantedInstance instance, Philox random)
    {
        instance.Free(Open);
        for (var i = random.NextInt32(MostWords); i >= 0; i--) instance.Free(Noise[random.NextInt32(Noise.Count)]);
        instance.Free(PlantedWords.Word("end")).Skilled(Close);
    }

    public static IEnumerable<ClosingSkill> All(PlantedWords words) =>
        Pairs.Select(pair => new ClosingSkill(PlantedWords.Word(pair[..1]), PlantedWords.Word(pair[1..]), words.Noise));
}

/// <summary>Chooses between two forms of a verb by the number of the noun some words before; the cue says which verb, or the noun, of which each verb has its own.</summary>
/// <param name="Cue">The word before the verb.</param>
/// <param name="Singular">One form.</param>
/// <param name="Plural">The other.</param>
/// <param name="Nouns">Indices of the nouns that it stands with.</param>
/// <param name="Words">Nouns and noise.</param>
internal sealed record AgreementSkill(string Cue, string Singular, string Plural, IReadOnlyList<int> Nouns, PlantedWords Words) : IPlantedSkill
{
    private const int MostWordsBetween = 3;
    private const string SharedCue = "so";
    private static readonly (string Cue, string Singular, string Plural)[] Verbs =
        [("now", "is", "are"), ("then", "was", "were"), ("already", "has", "have"), ("often", "does", "do"), ("still", "goes", "go"), ("soon", "comes", "come")];

    public string Kind => "agreement";

    public string Name => $"{Singular.Trim()} {Plural.Trim()}";

    public void Write(PlantedInstance instance, Philox random)
    {
        var isPlural = random.NextInt32(2) == 1;
        var nouns = isPlural ? Words.Plurals : Words.Singulars;
        instance.Free(nouns[Nouns[random.NextInt32(Nouns.Count)]]);
        for (var i = random.NextInt32(MostWordsBetween + 1); i > 0; i--) instance.Free(Words.Noise[random.NextInt32(Words.Noise.Count)]);
        instance.Free(Cue).Skilled(isPlural ? Plural : Singular);
    }

    public static IEnumerable<AgreementSkill> All(PlantedWords words, bool withoutCues) => Verbs.Select((verb, place) => new AgreementSkill(
        PlantedWords.Word(withoutCues ? SharedCue : verb.Cue), PlantedWords.Word(verb.Singular), PlantedWords.Word(verb.Plural),
        [.. Enumerable.Range(0, words.Singulars.Count).Where(noun => !withoutCues || noun % Verbs.Length == place)], words));
}

/// <summary>Breaks lines at a width, counted in words; the block begins with the width and the number of lines.</summary>
internal sealed record LineBreakSkill(int Width, IReadOnlyList<string> Noise) : IPlantedSkill
{
    private const int MostLines = 4;
    private static readonly int[] Widths = [3, 4, 5, 6, 8];

    public string Kind => "line break";

    public string Name => $"every {Width}";

    public void Write(PlantedInstance instance, Philox random)
    {
        var lines = 2 + random.NextInt32(MostLines - 1);
        instance.Free(PlantedWords.Word("width")).Free(PlantedWords.Number(Width)).Free(PlantedWords.Number(lines));
        for (var line = 0; line < lines; line++)
        {
            for (var word = 0; word < Width; word++) instance.Free(Noise[random.NextInt32(Noise.Count)]);
            instance.Skilled("\n");
        }
    }

    public static IEnumerable<LineBreakSkill> All(PlantedWords words) => Widths.Select(width => new LineBreakSkill(width, words.Noise));
}
