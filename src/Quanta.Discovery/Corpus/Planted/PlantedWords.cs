using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted;

/// <summary>Invented words, all distinct, drawn by the seed, and the words with a fixed meaning. Each is one token, blank included.</summary>
internal sealed class PlantedWords
{
    private const string Consonants = "bdfgklmnprstvz", Vowels = "aeiou";
    private readonly HashSet<string> _taken = [];
    private readonly Philox _random;

    public PlantedWords(Philox random)
    {
        _random = random;
        Noise = Invent(200);
        Subjects = Invent(Skills.FactSkill.Subjects);
        Objects = Invent(120);
        Names = Invent(80);
        Singulars = Invent(40);
        Plurals = [.. Singulars.Select(word => Take(word + "s"))];
    }

    public IReadOnlyList<string> Noise { get; }

    public IReadOnlyList<string> Subjects { get; }

    public IReadOnlyList<string> Objects { get; }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<string> Singulars { get; }

    public IReadOnlyList<string> Plurals { get; }

    /// <summary>A word as a token.</summary>
    public static string Word(string word) => " " + word;

    /// <summary>A number as a token.</summary>
    public static string Number(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $" {number}");

    private List<string> Invent(int count)
    {
        var words = new List<string>();
        while (words.Count < count)
        {
            var syllables = 2 + _random.NextInt32(2);
            var word = string.Concat(Enumerable.Range(0, syllables).Select(_ => $"{Pick(Consonants)}{Pick(Vowels)}")) + Pick("lmnrt");
            if (_taken.Add(Word(word))) words.Add(Word(word));
        }
        return words;
    }

    private string Take(string word) => _taken.Add(word) ? word : throw new InvalidOperationException($"The word{word} was invented twice.");

    private char Pick(string letters) => letters[_random.NextInt32(letters.Length)];
}
