namespace Quanta.Discovery.Corpus.Stories.Plots;

/// <summary>Plots with which something is learned.</summary>
internal static class LessonPlots
{
    public static IReadOnlyList<StoryPlot> All { get; } = [Truth, Warned, Practice];

    private static StoryPlot Truth => StoryPlot.Parse("""
        {@opening}

        ¶One day, {hero} was playing in the house with {thing.a}. {His} {parent} was in the [kitchen|garden|yard].
        ¶One [rainy|cold] day, {he} could not go outside, so {he} played with {thing.a} inside.
        ¶{His} {parent} had {cup.a}. {parent: Please do not touch the {cup}.} But {hero} was very curious.

        {He} threw the {thing} too high. It hit {cup.a}, and the {cup} fell down.
        {He} ran around the table and bumped into {cup.a}. The {cup} broke!
        Suddenly, {he} heard a loud crash. The {cup} was on the floor in many pieces.

        ¶{Hero} was scared. {He} hid the pieces of the {cup} {spot.in}.
        ¶{hero: Oh no. {Parent.title} will be angry about the {cup}.} {He} did not know what to do.

        Later, {his} {parent} came in and asked, "Where is the {cup}?"
        After a while, {his} {parent} saw that the {cup} was gone. {parent: What happened to the {cup}, {hero}?}

        ¶{Hero} wanted to say that {animal.a} did it. But {he} knew that it was wrong to lie.
        ¶{hero: I don't know.} But {he} felt very bad inside.
        ¶{Hero} looked down and started to cry.

        {hero: I am sorry, {parent.title}. I broke the {cup}.}
        Then, {he} told the truth. {hero: It was me. I broke the {cup} with my {thing}.}

        ¶{His} {parent} hugged {him} and said, "Thank you for telling the truth. The {cup} is only {cup.one}."
        ¶{parent: I am not angry. But you must be careful.} Together, they cleaned the floor.
        ¶{His} {parent} was a little sad about the {cup}, but {parent.he} smiled. {parent: I am proud of you.}

        {@glad}
        The next day, they went to the market and got a new {cup}.

        ¶{Hero} learned that it is always best to tell the truth. The end.
        ¶{@ending}
        ¶From that day on, {hero} always told the truth.
        """);

    private static StoryPlot Warned => StoryPlot.Parse("""
        {@opening}
        One day, {hero} and {his} {parent} went {place.to}. {@weather}

        ¶{parent: {Hero}, do not [climb the tree|go near the water|go too far|eat too much]. It is not safe.}
        ¶{parent: Stay close to me, {hero}. Do not [run away|go into the woods|go near the road].} {hero: Okay, {parent.title}.}
        ¶Before they left, {his} {parent} said, "Remember to hold my hand."

        But {hero} saw {find.a} and wanted to get it. {He} forgot what {his} {parent} said.
        Then, {he} saw {animal.a}. {He} ran after the {animal} and did not look back.
        {Hero} did not listen. {He} wanted to see what was {spot.in}.

        ¶Suddenly, {he} [fell down|slipped|tripped on a rock] and hurt {his} [leg|knee|arm|hand]. {hero: Ouch!}
        ¶After a few minutes, {he} looked around. {He} was lost! {He} could not see {his} {parent}.
        ¶Soon, it got dark. {Hero} was cold and scared. {hero: {Parent.title}! Where are you?}

        {His} {parent} heard {him} and came fast. {parent: Are you okay, {hero}?}
        {Animal.a} heard {him} cry. {animal: I will show you the way.}
        Finally, {his} {parent} found {him} {spot.in} and picked {him} up.

        ¶{hero: I am sorry, {parent.title}. I should have listened to you.}
        ¶{hero: I was so scared. I will always listen to you.} {His} {parent} gave {him} a big hug.
        ¶{parent: You must listen to me, because I love you.} {Hero} nodded.

        They went home and ate {food.a}. The {food} made {him} feel better.
        {@glad}
        Then, they walked home hand in hand.

        ¶{Hero} learned that it is important to listen. The end.
        ¶From that day on, {hero} always listened to {his} {parent}.
        ¶{@ending}
        """);

    private static StoryPlot Practice => StoryPlot.Parse("""
        {@opening}

        {Hero} wanted to learn how to [swim|ride a bike|fly a kite|dance|climb|draw|sing]. But it was very hard.
        {He} had {thing.a}, but {he} did not know how to use it.

        ¶One day, {he} went {place.to} and tried. {He} tried again and again, but {he} could not do it.
        ¶One day, {friend} showed {him} how to do it. {Friend} was very good. {hero: I can't do it.}
        ¶The first time, {he} fell down. The second time, {he} fell down again.

        {Hero} was [sad|angry|tired] and wanted to stop. {hero: It is too hard.}
        {hero: I will never learn it.} {He} sat down {spot.in}.

        ¶{His} {parent} sat next to {him} and said, "Don't give up, {hero}. You can do it if you try."
        ¶{Animal.a} saw {him} and said, "I was afraid, too. Just try one more time."
        ¶{Friend} took {his} hand. {friend: Let's try it together.}

        So {hero} took a deep breath and tried one more time.
        The next day, {he} tried again. {He} was slow, but {he} did not stop.
        Every morning, {he} went {place.to} and practiced.

        ¶Finally, {he} could do it! {hero: Look, {parent.title}! I can do it!}
        ¶Suddenly, it was easy. {Hero} laughed and did it again and again.
        ¶After many days, {he} could do it very well. {Friend} clapped and said, "You did it, {hero}!"

        {@glad}
        {His} {parent} was proud and gave {him} {food.a}. {He} shared the {food} with {friend}.
        {His} {parent} gave {him} {find.a}. {parent: This {find} is for the [bravest|best] {hero.kind}.}

        ¶{Hero} learned that you should never give up. The end.
        ¶{@ending}
        """);
}
