using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted.Skills;

/// <summary>Sets a list: the cue and a number say how many items come; each begins on a line of its own with its mark.</summary>
/// <param name="Name">"dashes", "stars" or "numbers".</param>
/// <param name="Cue">The word before the number of items.</param>
/// <param name="Mark">The mark of every item; null: the item's number.</param>
/// <param name="Noise">What items are made of.</param>
internal sealed record ListSkill(string Name, string Cue, string? Mark, IReadOnlyList<string> Noise) : IPlantedSkill
{
    private const int MostItems = 5;

    public string Kind => "list";

    public void Write(PlantedInstance instance, Philox random)
    {
        var items = 2 + random.NextInt32(MostItems - 1);
        instance.Free(Cue).Free(PlantedWords.Number(items));
        for (var item = 1; item <= items; item++)
            instance.Skilled("\n").Skilled(Mark ?? PlantedWords.Number(item)).Free(Noise[random.NextInt32(Noise.Count)]);
    }

    public static IEnumerable<ListSkill> All(PlantedWords words)
    {
        yield return new ListSkill("dashes", PlantedWords.Word("list"), PlantedWords.Word("-"), words.Noise);
        yield return new ListSkill("stars", PlantedWords.Word("points"), PlantedWords.Word("*"), words.Noise);
        yield return new ListSkill("numbers", PlantedWords.Word("steps"), null, words.Noise);
    }
}
