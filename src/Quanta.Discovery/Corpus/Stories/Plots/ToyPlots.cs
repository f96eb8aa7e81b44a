namespace Quanta.Discovery.Corpus.Stories.Plots;

/// <summary>Plots about a toy.</summary>
internal static class ToyPlots
{
    public static IReadOnlyList<StoryPlot> All { get; } = [Lost, Shared, Broken];

    private static StoryPlot Lost => StoryPlot.Parse("""
        {@opening}

        {Hero} had {thing.a}. {He} took the {thing} everywhere.
        {His} favorite toy was {thing.a}. {He} played with the {thing} every day.
        For {his} birthday, {hero} got {thing.a} from {his} {parent}. {He} loved the {thing} very much.

        ¶One day, {hero} went {place.to} with the {thing}. {@weather}
        ¶One [sunny|windy|warm] day, {he} took the {thing} {place.to}. {He} [ran|jumped|played] and had a lot of fun.
        ¶One morning, {hero} woke up and looked for the {thing}. It was not [in {his} room|on the shelf|on {his} bed].

        -
        {@meeting}
        {@snack}

        ¶But then, {hero} could not find the {thing}. {He} was very sad and began to cry.
        ¶Suddenly, {he} saw that the {thing} was gone. {hero: Oh no! Where is my {thing}?}
        ¶After a while, {he} looked around. The {thing} was not there! {Hero} was [very sad|scared|upset].

        {parent: What is wrong, {hero}?} {hero: I lost my {thing}.}
        {parent: Don't worry, {hero}. We will find the {thing} together.}
        {His} friend {friend} came by. {friend: Why are you sad?} {hero: I can't find my {thing}.}

        ¶They looked [everywhere|high and low]. They looked under the [bed|bench|leaves], but the {thing} was not there.
        ¶First, they looked in the [grass|{box}|kitchen]. Then, they looked behind the [tree|door|house]. There was no {thing}.
        ¶{Hero} looked and looked. {He} asked {animal.a}, but the {animal} did not know.

        Finally, {hero} looked {spot.in}. There was the {thing}!
        At last, {his} {parent} found the {thing} {spot.in}. {parent: Here is your {thing}, {hero}!}
        Then, {he} saw something [{thing.adjective}|shiny] {spot.in}. It was the {thing}!

        {@glad}
        {Hero} hugged the {thing} and said, "Thank you, {parent.title}! I love my {thing}."
        {hero: Thank you for your help.} {He} held the {thing} very tight.

        ¶{@ending}
        ¶From that day on, {hero} always took good care of the {thing}.
        """);

    private static StoryPlot Shared => StoryPlot.Parse("""
        {@opening}
        {Hero} and {friend} were [best|good] friends. They [liked|loved] to play together every day.
        One day, {hero} and {friend} were playing {place.in}. {@weather}

        ¶One day, {hero} got {thing.a} from {his} {parent}. {He} was very happy with the {thing}.
        ¶{Hero} had {thing.a}. It was {his} favorite toy.
        ¶In the morning, {hero} brought {thing.a} {place.to}. Everyone looked at the {thing}.

        {Friend} saw the {thing} and asked, "Can I play with your {thing}, {hero}?"
        {His} friend {friend} came to play. {friend: Wow, what {thing.a}! Can I try it?}
        Soon, {friend} came and wanted to play with the {thing}, too.

        ¶{hero: No. It is my {thing}.} {Friend} was sad and [walked away|sat down|went home].
        ¶But {hero} did not want to share. {hero: No! The {thing} is mine!} {Friend} began to cry.
        ¶{Hero} held the {thing} and shook {his} head. {hero: I don't want to share.} {Friend} looked [sad|down].

        {Hero} played alone, but it was not fun. {He} missed {friend}.
        {His} {parent} saw this and said, "{Hero}, it is nice to share. {Friend} is your friend."
        After a while, {hero} felt bad. {He} did not want {friend} to be sad.

        ¶So {he} went to {friend} and said, "I am sorry, {friend}. You can play with my {thing}."
        ¶Then, {hero} had an idea. {hero: Let's play with the {thing} together!}
        ¶{hero: I'm sorry. Let's take turns.} {He} gave {friend} the {thing}.

        {Friend} smiled and said, "Thank you, {hero}!" They played with the {thing} all day.
        {Friend} was so happy. First, {friend} played with the {thing}. Then, it was {hero}'s turn.
        They laughed and played until the sun went down.

        -
        {@snack}

        ¶{@ending}
        ¶From that day on, {hero} and {friend} always shared their toys.
        ¶{Hero} learned that it is more fun to share. The end.
        """);

    private static StoryPlot Broken => StoryPlot.Parse("""
        {@opening}

        {He} had {thing.a}, and {he} played with it [all day|every day|in {his} room].
        {His} {parent} gave {him} {thing.a}. {parent: Be careful with the {thing}.}

        ¶One day, {hero} played with the {thing} {place.in}. {He} [ran very fast|jumped too high|was not careful].
        ¶One day, {friend} came to play with the {thing}. They [pulled|threw|dropped] it too hard.
        ¶Later, {hero} left the {thing} on the ground. {Animal.a} stepped on it.

        Suddenly, there was a loud noise. [Crack|Bang|Snap]! The {thing} was broken.
        Then, the {thing} fell down and broke. {Hero} started to cry.

        ¶{Hero} took the {thing} to {his} {parent}. {hero: My {thing} is broken. Can you fix it?}
        ¶{His} {parent} heard {him} and came. {parent: What happened to your {thing}?}

        {parent: Don't be sad, {hero}. We can fix the {thing}.}
        {His} {parent} looked at the {thing} and said, "I think I can fix it."

        They found some [glue|tape|paper] in {box.a} and worked together. After a few minutes, the {thing} was as good as new.
        {Parent.he} took some [glue|string|tape] out of {box.a}. Soon, the {thing} looked like new.
        They tried and tried. In the end, the {thing} was better than before.

        {@glad}
        {hero: Thank you, {parent.title}! You fixed my {thing}!}

        ¶{@ending}
        ¶From that day on, {hero} was very careful with the {thing}.
        """);
}
