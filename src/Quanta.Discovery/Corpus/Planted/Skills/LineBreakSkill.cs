using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted.Skills;

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
