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
