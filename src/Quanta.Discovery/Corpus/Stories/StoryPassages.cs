using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Stories;

/// <summary>Passages that any plot may use, by name; of several with one name the first are the commonest.</summary>
internal static class StoryPassages
{
    private static readonly Dictionary<string, string[]> Passages = Parse("""
        opening
        Once upon a time, there was {hero.a} named {hero}. {@likes}
        Once upon a time, in a [small|big|quiet] [house|town|village], there lived {hero.a} named {hero}. {@likes}
        {Hero} was {hero.a} [who lived near the {place}|who loved {his} {parent} very much]. {@likes}
        Once there was {hero.a}. {His} name was {hero}. {@likes}

        likes
        {He} [loved|liked] to [play|run|sing|dance] {place.in}.
        Every day, {he} [played|walked|ran] {place.in} with {his} [friends|{parent}].
        {He} had a [friend|best friend] named {friend}.
        {Hero} was always [happy|kind to others|ready to play|full of ideas].
        {He} lived with {his} {parent} in a [little|big|white] house.

        weather
        The sun was [bright|warm|shining] and the [birds were singing|sky was blue|grass was green].
        It was a [sunny|cold|windy|beautiful] day. [The sun was warm.|The wind was strong.|The sky was blue.]
        There were [big|many|white] clouds in the sky, but it did not rain.

        meeting
        On the way, {he} saw {animal.a}. The {animal} was [sitting on a rock|eating a leaf|sleeping in the grass]. {hero: Hello, {animal}!}
        {He} [met|saw] {his} neighbor, who [waved|smiled] and said, "Good morning, {hero}!"
        {Animal.a} came by and looked at {him}. {Hero} laughed, and the {animal} ran away.

        snack
        Then, {he} was hungry, so {he} ate {food.a}. The {food} was [sweet|very good|yummy].
        {His} {parent} gave {him} {food.one}. {hero: Thank you for the {food}, {parent.title}.}
        They sat down on the grass and [shared|ate] {food.a}. It was the best {food} of all.

        glad
        {Hero} was [so|very] [happy|glad|proud]. {He} [smiled|laughed|jumped up and down] and [hugged|thanked] {his} {parent}.
        {He} felt [happy|warm|good] inside. {hero: [Yay|Hooray]!}
        {Hero} [clapped|clapped {his} hands] and smiled a big smile.

        ending
        From that day on, {hero} [always [listened to {his} {parent}|helped others|told the truth]|never forgot to [listen to {his} {parent}|help others|say thank you]].
        And they all lived happily ever after.
        That night, {hero} [told {his} {parent} all about it|went to bed with a smile|slept very well]. It was a [good|happy|great] day.
        In the end, {hero} and {his} {parent} [went home|walked home] and [had dinner|ate {food.one}|went to bed]. They were [tired but happy|happy].
        {Hero} learned that it is [good|important] to [be kind|share|tell the truth|be careful|help others]. The end.
        At the end of the day, {hero} was [tired but happy|very happy].
        """);

    /// <summary>The template of a passage.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public static string Get(string name, Philox random) => StoryScene.Pick(Passages[name], random);

    private static Dictionary<string, string[]> Parse(string text) =>
        text.Split("\n\n").Select(passage => passage.Split('\n')).ToDictionary(lines => lines[0], lines => lines[1..]);
}
