using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted.Skills;

/// <summary>Goes on with a sequence: a cue, one element to begin with, or two where the cue does not say which sequence, and those that follow, five in all.</summary>
internal sealed record SequenceSkill(string Kind, string Name, string Cue, int Given, IReadOnlyList<string> Elements, bool Wraps) : IPlantedSkill
{
    private const int Length = 5;
    private const string SharedCue = "on";
    private const int LargestNumber = 99;

    public void Write(PlantedInstance instance, Philox random)
    {
        var start = random.NextInt32(Wraps ? Elements.Count : Elements.Count - Length + 1);
        instance.Free(Cue);
        for (var i = 0; i < Given; i++) instance.Free(Elements[(start + i) % Elements.Count]);
        for (var i = Given; i < Length; i++) instance.Skilled(Elements[(start + i) % Elements.Count]);
    }

    /// <summary>Counting by several steps, up and down; alphabets and calendars, forwards and backwards.</summary>
    public static IEnumerable<SequenceSkill> All(bool withoutCues)
    {
        (string Cue, int Given) Begin(string name) => withoutCues ? (PlantedWords.Word(SharedCue), 2) : (PlantedWords.Word(name), 1);
        foreach (var step in new[] { 1, 2, 3, 5, 7, 10 })
        {
            foreach (var isUp in new[] { true, false })
            {
                var name = $"{(isUp ? "up" : "down")}{Spelled(step)}";
                // Residues end to end would jump, so a sequence of step s runs through all numbers of one residue: 0, s, 2 s, ...
                var numbers = Enumerable.Range(0, LargestNumber / step + 1).Select(i => PlantedWords.Number(i * step)).ToList();
                if (!isUp) numbers.Reverse();
                var (cue, given) = Begin(name);
                yield return new SequenceSkill("counting", name, cue, given, numbers, Wraps: false);
            }
        }
        foreach (var (name, kind, elements) in Named)
        {
            var words = elements.Split(' ').Select(PlantedWords.Word).ToList();
            var (cue, given) = Begin(name);
            yield return new SequenceSkill(kind, name, cue, given, [.. words], Wraps: true);
            words.Reverse();
            yield return new SequenceSkill(kind, name + " backwards", Begin("back" + name).Cue, given, words, Wraps: true);
        }
    }

    private static readonly (string Name, string Kind, string Elements)[] Named =
    [
        ("letters", "alphabet", "a b c d e f g h i j k l m n o p q r s t u v w x y z"),
        ("greek", "alphabet", "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega"),
        ("spelling", "alphabet", "alfa bravo charlie dora echo foxtrot golf hotel india juliett kilo lima mike november oscar papa"),
        ("week", "calendar", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        ("year", "calendar", "January February March April May June July August September October November December"),
        ("seasons", "calendar", "spring summer autumn winter"),
        ("planets", "calendar", "Mercury Venus Earth Mars Jupiter Saturn Uranus Neptune"),
    ];

    private static string Spelled(int step) => step switch { 1 => "one", 2 => "two", 3 => "three", 5 => "five", 7 => "seven", _ => "ten" };
}

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
