namespace Quanta.Discovery.Corpus.Stories.Plots;

/// <summary>Plots of ordinary days.</summary>
internal static class DayPlots
{
    public static IReadOnlyList<StoryPlot> All { get; } = [Baking, Rain, Night];

    private static StoryPlot Baking => StoryPlot.Parse("""
        {@opening}

        ¶One day, {hero} and {his} {parent} wanted to make {food.a}. {hero: I love to eat {food.one}!}
        ¶One day, {he} was very hungry. {hero: {Parent.title}, can we make {food.a}?} {parent: Yes, we can.}
        ¶It was {friend}'s birthday. {Hero} wanted to make {food.a} for {friend}.

        First, they got [milk and eggs|a big bowl|sugar and butter]. Then, they mixed everything together.
        They went to the market to get what they needed. At the market, they saw {friend}.
        {Hero} looked in {box.a}, but there was no [sugar|milk|butter|salt]. {hero: What can we do?}

        ¶{His} {parent} put the {food} in the oven. {parent: Be careful, it is hot.}
        ¶{hero: Can I help?} {parent: Yes, you can [mix it|wash it|hold the bowl].}
        ¶After a while, the {food} was ready. It smelled so good.

        Suddenly, {animal.a} came in through the window and looked at the {food}. Everyone laughed.
        They put the {food} on the table and waited.
        -

        ¶Finally, they ate the {food}. It was [sweet|yummy|delicious]. {hero: This is the best {food} ever!}
        ¶Then, {friend} came to the house. {hero: Do you want some of the {food}?} {friend: Yes, please.}
        ¶{Hero} gave the {food} to {friend}. {hero: I made it for you.} {Friend} was very happy.

        {@glad}
        They ate it all up and cleaned the kitchen together.
        {His} {parent} smiled and said, "We are a good team."

        ¶{@ending}
        """);

    private static StoryPlot Rain => StoryPlot.Parse("""
        {@opening}

        ¶One day, {hero} wanted to go {place.to} with {his} {parent}. {He} put on {his} [boots|coat|shoes] and took {thing.a}.
        ¶One morning, {hero} looked out of the window. {He} wanted to play {place.in} with {his} {thing}.

        But then, it started to rain. {hero: Oh no! We can't go {place.to}.}
        But the sky was dark, and the rain fell and fell. {Hero} was sad.

        ¶{parent: Don't be sad. We can play inside.} They played with the {thing} on the floor.
        ¶{His} {parent} had an idea. {parent: Let's make {food.a} and read a book.}
        ¶{Hero} took {his} {thing} and sat by the window. {He} saw {animal.a} in the rain. The {animal} was wet and cold.

        -
        {@snack}
        They [sang|told stories|laughed] and [danced|played games] all morning. {Hero} forgot about the rain.

        ¶After a while, the rain stopped and the sun came out. {hero: Look, a rainbow!}
        ¶Later, {he} looked outside. There was a big rainbow in the sky. It was red, yellow, green and blue.

        {He} ran outside and jumped in the puddles. Splash! {His} {parent} laughed and jumped, too.
        They took the {thing} and went {place.to}. {@meeting}

        {@glad}
        {Hero} was wet, but {he} was very happy.

        ¶{@ending}
        ¶From that day on, {hero} was not sad when it rained.
        """);

    private static StoryPlot Night => StoryPlot.Parse("""
        {@opening}

        ¶One night, {hero} could not sleep. {He} heard a strange sound {spot.in}.
        ¶One night, it was very dark. {Hero} was in {his} bed with {his} {thing}. Suddenly, there was a loud noise.
        ¶That night, the wind was strong. {Hero} held {his} {thing} tight because {he} was afraid of the dark.

        {hero: What was that?} {He} was very scared.
        {hero: Is it a monster?} {He} hid under the blanket.

        ¶{He} called, "{Parent.title}! {Parent.title}! Come here!" {His} {parent} came in and turned on the light.
        ¶{Hero} ran to {his} {parent}. {hero: I heard a noise {spot.in}.} {parent: Let's go and look.}

        Together, they looked {spot.in}. It was only {animal.a}! The {animal} was looking for food.
        They looked around the room. There was no monster. The sound came from the [wind|tree|clock|rain].
        Slowly, {hero} looked {spot.in}. {He} saw {thing.a}. It had fallen down and made the noise.

        ¶{Hero} laughed. {hero: I was afraid of {animal.a}!} {He} gave the {animal} {food.a}.
        ¶{parent: You see, there is nothing to be afraid of.} {Hero} smiled.
        ¶{parent: It is only the wind. You are safe here.} {He} felt much better.

        {His} {parent} sang a song, and {hero} closed {his} eyes.
        {His} {parent} gave {him} a kiss and said, "Good night, {hero}." {hero: Good night, {parent.title}.}

        ¶The next morning, {hero} told {friend} about it. They laughed and laughed.
        ¶From that day on, {hero} was not afraid of the dark anymore.
        ¶{@ending}
        """);
}
