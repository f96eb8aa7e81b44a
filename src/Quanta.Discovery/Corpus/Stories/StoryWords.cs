namespace Quanta.Discovery.Corpus.Stories;

/// <summary>The words that fill gaps, the commonest first.</summary>
internal static class StoryWords
{
    public static IReadOnlyList<string> Girls { get; } = Words("Lily Mia Anna Sara Lucy Emma Amy Zoe Rose Ella Nina Kate Molly Ruby Jane Daisy Clara Ivy");

    public static IReadOnlyList<string> Boys { get; } = Words("Tim Tom Ben Max Sam Jack Leo Finn Bob Dan Luke Mark Billy Joe Noah Peter Oscar Henry");

    public static IReadOnlyList<string> AnimalNames { get; } = Words("Spot Fluffy Buddy Pip Coco Hoppy Rusty Patch Snowy Bella Teddy Ginger");

    public static IReadOnlyList<string> TameAnimals { get; } = Words("cat dog bunny bear mouse duck bird pig fox turtle frog pony");

    public static IReadOnlyList<string> WildAnimals { get; } = Words("bird squirrel butterfly frog rabbit duck bee deer owl snail lizard hedgehog");

    public static IReadOnlyList<string> CharacterAdjectives { get; } = Words("little small happy kind curious brave shy young clever playful");

    public static IReadOnlyList<string> AnimalAdjectives { get; } = Words("little small tiny brown white gray sad friendly funny hungry");

    public static IReadOnlyList<string> ThingAdjectives { get; } = Words("big red small blue new shiny pretty green yellow old round pink purple special tiny orange");

    public static IReadOnlyList<string> FoodAdjectives { get; } = Words("big sweet warm small yummy fresh tasty round");

    public static IReadOnlyList<string> Toys { get; } =
        Words("ball|doll|toy car|kite|book|teddy bear|balloon|toy boat|truck|drum|puzzle|train|robot|hat|jump rope|wagon|scooter|crown|flute|umbrella", '|');

    public static IReadOnlyList<string> Finds { get; } = Words("flower rock shell leaf feather stick coin stone key button acorn map ring bell letter ribbon");

    public static IReadOnlyList<string> Foods { get; } = Words("cake apple cookie sandwich pie carrot banana pancake pizza muffin pear peach tomato melon");

    public static IReadOnlyList<string> Breakables { get; } = Words("cup vase plate bowl lamp clock mirror jar window glass");

    public static IReadOnlyList<string> Holders { get; } = Words("box bag basket chest bucket drawer suitcase");

    public static IReadOnlyList<(string Name, bool IsFemale)> Relatives { get; } =
        [("mom", true), ("dad", false), ("grandma", true), ("grandpa", false)];

    public static IReadOnlyList<string> Saying { get; } = Words("said whispered explained");

    public static IReadOnlyList<string> Asking { get; } = Words("asked said");

    public static IReadOnlyList<string> Shouting { get; } = Words("said shouted cried called");

    /// <summary>What may stand before a sentence of a paragraph, and what before a paragraph.</summary>
    public static IReadOnlyList<string> Soon { get; } = Words("Then|Soon|After a while|After that|A few minutes later|Later", '|');

    public static IReadOnlyList<string> NextTime { get; } =
        Words("The next day|Later|One afternoon|After lunch|A few days later|Later that day|In the evening|The next morning", '|');

    /// <summary>First words of sentences that lose their capital where other words come before them.</summary>
    public static IReadOnlyList<string> Lowered { get; } = Words("He She His Her They It The");

    public static IReadOnlyList<StoryPlace> Places { get; } =
    [
        new("park", "in"), new("forest", "in"), new("garden", "in"), new("beach", "at"), new("farm", "on"), new("river", "by"), new("yard", "in"), new("lake", "by"),
        new("hill", "on"), new("playground", "at"), new("meadow", "in"), new("market", "at"), new("pond", "by"), new("zoo", "at"),
    ];

    public static IReadOnlyList<StoryPlace> Spots { get; } =
    [
        new("bed", "under"), new("tree", "behind"), new("table", "under"), new("bush", "behind"), new("chair", "under"), new("door", "behind"), new("bench", "under"),
        new("fence", "behind"), new("sofa", "under"), new("bridge", "under"), new("log", "behind"), new("stairs", "under"),
    ];

    private static string[] Words(string words, char separator = ' ') => words.Split(separator);
}

/// <summary>Something that a story speaks of, in the forms in which a sentence may need it.</summary>
internal interface IStoryRole
{
    /// <summary>The words of a form; the empty form is the name.</summary>
    /// <exception cref="ArgumentException">The role has no such form.</exception>
    string Form(string form);
}

/// <summary>Someone who acts, always with the same name and pronouns.</summary>
/// <param name="Name">What the story calls them, e.g. "Lily"; of parents "mom".</param>
/// <param name="Kind">E.g. "girl" or "bunny".</param>
/// <param name="Adjective">What kind of girl or bunny.</param>
/// <param name="IsFemale">Decides the pronouns.</param>
internal sealed record StoryCharacter(string Name, string Kind, string Adjective, bool IsFemale) : IStoryRole
{
    public string Form(string form) => form switch
    {
        "" => Name,
        "kind" => Kind,
        "a" => StoryThing.WithArticle($"{Adjective} {Kind}"),
        "the" => $"the {Adjective} {Kind}",
        "title" => StoryTemplate.Capitalise(Name),
        "he" => IsFemale ? "she" : "he",
        "him" => IsFemale ? "her" : "him",
        "his" => IsFemale ? "her" : "his",
        _ => throw new ArgumentException($"A character has no form \"{form}\"."),
    };
}

/// <summary>A thing that is new where it is first named and known from then on.</summary>
/// <param name="Noun">E.g. "ball".</param>
/// <param name="Adjective">E.g. "red".</param>
internal sealed record StoryThing(string Noun, string Adjective) : IStoryRole
{
    private const string Vowels = "aeiou";

    public string Form(string form) => form switch
    {
        "" => Noun,
        "adjective" => Adjective,
        "a" => WithArticle($"{Adjective} {Noun}"),
        "one" => WithArticle(Noun),
        "the" => $"the {Adjective} {Noun}",
        _ => throw new ArgumentException($"A thing has no form \"{form}\"."),
    };

    /// <summary>With "a", or "an" before a vowel.</summary>
    public static string WithArticle(string words) => $"{(Vowels.Contains(words[0], StringComparison.Ordinal) ? "an" : "a")} {words}";
}

/// <summary>Where a story happens.</summary>
/// <param name="Name">E.g. "beach".</param>
/// <param name="Preposition">How one is there: in, at, on or by.</param>
internal sealed record StoryPlace(string Name, string Preposition) : IStoryRole
{
    public string Form(string form) => form switch
    {
        "" => Name,
        "in" => $"{Preposition} the {Name}",
        "to" => $"to the {Name}",
        _ => throw new ArgumentException($"A place has no form \"{form}\"."),
    };
}
