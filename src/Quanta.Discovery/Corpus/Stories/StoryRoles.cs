namespace Quanta.Discovery.Corpus.Stories;

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
