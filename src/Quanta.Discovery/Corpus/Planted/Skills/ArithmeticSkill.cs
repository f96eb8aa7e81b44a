using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted.Skills;

/// <summary>Adds modulo a small number: " mod 7 : 3 + 5 = 1".</summary>
internal sealed record ArithmeticSkill(int Modulus) : IPlantedSkill
{
    private const int SmallestModulus = 2, LargestModulus = 9;

    public string Kind => "arithmetic";

    public string Name => $"modulo {Modulus}";

    public void Write(PlantedInstance instance, Philox random)
    {
        var (x, y) = (random.NextInt32(Modulus), random.NextInt32(Modulus));
        instance.Free(PlantedWords.Word("mod")).Free(PlantedWords.Number(Modulus)).Template(PlantedWords.Word(":"))
            .Free(PlantedWords.Number(x)).Template(PlantedWords.Word("+"))
            .Free(PlantedWords.Number(y)).Template(PlantedWords.Word("=")).Skilled(PlantedWords.Number((x + y) % Modulus));
    }

    public static IEnumerable<ArithmeticSkill> All() => Enumerable.Range(SmallestModulus, LargestModulus - SmallestModulus + 1).Select(modulus => new ArithmeticSkill(modulus));
}
