using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted.Skills;

/// <summary>Knows the object of one subject and relation.</summary>
internal sealed record FactSkill(string Subject, string Relation, string Object) : IPlantedSkill
{
    public const int Subjects = 100;
    private static readonly string[] Relations = ["likes", "owns", "fears", "builds", "sells"];

    /// <summary>The number of pairs of subject and relation.</summary>
    public static int Largest => Subjects * Relations.Length;

    public string Kind => "fact";

    public string Name => $"{Subject.Trim()} {Relation.Trim()}";

    public void Write(PlantedInstance instance, Philox random) => instance.Free(Subject).Free(Relation).Skilled(Object);

    /// <summary>Facts with objects drawn at random; several may share a subject, a relation or an object.</summary>
    public static IEnumerable<FactSkill> Draw(PlantedWords words, int count, Philox random)
    {
        var pairs = (from subject in words.Subjects from relation in Relations select (subject, PlantedWords.Word(relation))).ToArray();
        random.Shuffle(pairs.AsSpan());
        return [.. pairs.Take(count).Select(pair => new FactSkill(pair.subject, pair.Item2, words.Objects[random.NextInt32(words.Objects.Count)]))];
    }
}

/// <summary>Sets a list: the cue and a number say how many items come; each begins on a line of its own with its mark.</summary>
/// <param name="Name">"dashes", "stars" or "numbers".</param>
/// <param name="Cue">The word before the number of items.</param>
/// <param name="Mark">The mark of every item; null: the item's number.</param>
/// <param name="Given">How many items are there before the skill is needed: one where the cue does not say which list.</param>
/// <param name="Noise">What items are made of.</param>
internal sealed record ListSkill(string Name, string Cue, string? Mark, int Given, IReadOnlyList<string> Noise) : IPlantedSkill
{
    private const int MostItems = 5;

    public string Kind => "list";

    public void Write(PlantedInstance instance, Philox random)
    {
        var items = 2 + random.NextInt32(MostItems - 1);
        instance.Free(Cue).Free(PlantedWords.Number(items));
        for (var item = 1; item <= items; item++)
        {
            var mark = Mark ?? PlantedWords.Number(item);
            (item <= Given ? instance.Free("\n").Free(mark) : instance.Skilled("\n").Skilled(mark)).Free(Noise[random.NextInt32(Noise.Count)]);
        }
    }

    public static IEnumerable<ListSkill> All(PlantedWords words, bool withoutCues)
    {
        (string Name, string Cue, string? Mark)[] lists = [("dashes", "list", PlantedWords.Word("-")), ("stars", "points", PlantedWords.Word("*")), ("numbers", "steps", null)];
        return lists.Select(list => new ListSkill(list.Name, PlantedWords.Word(withoutCues ? lists[0].Cue : list.Cue), list.Mark, withoutCues ? 1 : 0, words.Noise));
    }
}

/// <summary>Copies the name that the document's first line gave to a role.</summary>
internal sealed record CopySkill(string Role) : IPlantedSkill
{
    /// <summary>The roles, in the order of the first line.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["writer", "city", "ship", "friend"];

    public string Kind => "copy";

    public string Name => Role;

    public void Write(PlantedInstance instance, Philox random) => instance.Free(PlantedWords.Word("our")).Free(PlantedWords.Word(Role)).Skilled(instance.Names[Role]);

    public static IEnumerable<CopySkill> All() => Roles.Select(role => new CopySkill(role));
}
