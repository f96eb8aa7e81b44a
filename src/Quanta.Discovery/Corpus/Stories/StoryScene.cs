using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Stories;

/// <summary>Who and what one story is about. All of it is drawn before it is spoken of, so that names, pronouns and things agree from then on.</summary>
internal sealed class StoryScene
{
    private readonly Dictionary<string, IStoryRole> _roles = [];
    private readonly Philox _random;

    public StoryScene(Philox random)
    {
        _random = random;
        var hero = Character(taken: "");
        (_roles["hero"], _roles["friend"], _roles["parent"]) = (hero, Character(hero.Name), Relative());
        Change();
    }

    /// <summary>Draws other things, animals and places; who acts stays.</summary>
    public void Change()
    {
        (_roles["thing"], _roles["find"], _roles["food"]) = (Thing(StoryWords.Toys), Thing(StoryWords.Finds), Thing(StoryWords.Foods, StoryWords.FoodAdjectives));
        (_roles["cup"], _roles["box"]) = (Thing(StoryWords.Breakables), Thing(StoryWords.Holders));
        _roles["animal"] = Thing(StoryWords.WildAnimals, StoryWords.AnimalAdjectives);
        (_roles["place"], _roles["spot"]) = (Pick(StoryWords.Places), Pick(StoryWords.Spots));
    }

    /// <summary>What a gap of a template is filled with: a role, a form of one, a form of the hero alone, or, after a role and a colon, what the role says.</summary>
    public string Fill(string gap)
    {
        var colon = gap.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0) return Speech(gap[..colon], StoryTemplate.Fill(gap.AsSpan(colon + 1).Trim(), Fill, _random));
        if (gap[0] == '@') return StoryTemplate.Fill(StoryPassages.Get(gap[1..], _random), Fill, _random);
        var dot = gap.IndexOf('.', StringComparison.Ordinal);
        var (role, form) = dot < 0 ? (gap, "") : (gap[..dot], gap[(dot + 1)..]);
        return _roles.TryGetValue(role, out var found) ? found.Form(form) : _roles["hero"].Form(role);
    }

    /// <summary>A sentence with a quotation, the speaker before it or after it.</summary>
    private string Speech(string role, string words)
    {
        var verb = Pick(words[^1] switch { '?' => StoryWords.Asking, '!' => StoryWords.Shouting, _ => StoryWords.Saying });
        var (speaker, isPronoun) = Speaker(role);
        if (_random.NextInt32(2) == 0) return $"{StoryTemplate.Capitalise(speaker)} {verb}, \"{words}\"";
        var quoted = words[^1] == '.' ? $"\"{words[..^1]},\"" : $"\"{words}\"";
        return isPronoun ? $"{quoted} {speaker} {verb}." : $"{quoted} {verb} {speaker}.";
    }

    private (string Words, bool IsPronoun) Speaker(string role) => role switch
    {
        "hero" when _random.NextInt32(3) == 0 => (Fill("he"), true),
        "parent" => ($"{Fill("his")} {Fill("parent")}", false),
        "animal" => ($"the {Fill("animal")}", false),
        _ => (Fill(role), false),
    };

    /// <summary>Words that stand early in a list are drawn more often, as in any language.</summary>
    public static T Pick<T>(IReadOnlyList<T> words, Philox random)
    {
        var drawn = random.NextDouble();
        return words[(int)(words.Count * drawn * drawn)];
    }

    private T Pick<T>(IReadOnlyList<T> words) => Pick(words, _random);

    private StoryThing Thing(IReadOnlyList<string> nouns, IReadOnlyList<string>? adjectives = null) => new(Pick(nouns), Pick(adjectives ?? StoryWords.ThingAdjectives));

    private StoryCharacter Relative()
    {
        var (name, isFemale) = Pick(StoryWords.Relatives);
        return new StoryCharacter(name, name, "kind", isFemale);
    }

    private StoryCharacter Character(string taken)
    {
        while (true)
        {
            var (isFemale, isAnimal) = (_random.NextInt32(2) == 0, _random.NextInt32(4) == 0);
            var name = Pick(isAnimal ? StoryWords.AnimalNames : isFemale ? StoryWords.Girls : StoryWords.Boys);
            var kind = isAnimal ? Pick(StoryWords.TameAnimals) : isFemale ? "girl" : "boy";
            var adjective = Pick(StoryWords.CharacterAdjectives);
            if (name != taken) return new StoryCharacter(name, kind, adjective, isFemale);
        }
    }
}
