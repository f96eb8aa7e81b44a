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
