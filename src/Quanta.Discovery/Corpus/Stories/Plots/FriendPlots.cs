namespace Quanta.Discovery.Corpus.Stories.Plots;

/// <summary>Plots about friends.</summary>
internal static class FriendPlots
{
    public static IReadOnlyList<StoryPlot> All { get; } = [Helped, Found, Shy];

    private static StoryPlot Helped => StoryPlot.Parse("""
        {@opening}

        ¶One day, {hero} went for a walk {place.in}. {@weather}
        ¶One [sunny|cold|warm] morning, {hero} and {his} {parent} walked {place.to}.
        ¶One day, {he} was playing {place.in} when {he} heard a [small|sad|strange] sound.

        {He} saw {animal.a} {spot.in}. The {animal} looked very sad.
        {Spot.in}, {he} found {animal.a}. The {animal} was [hurt|cold|stuck|lost].
        There was {animal.a} on the ground. It could not [move|get up|find its home].

        ¶{hero: Hello, little {animal}. Why are you sad?} {animal: I [am lost|am hungry|hurt my leg|can't find my mom].}
        ¶{Hero} went to the {animal} and said, "Don't be afraid. I will help you."
        ¶{Hero} called {his} {parent}. {hero: {Parent.title}, look! The {animal} needs help!}

        {Hero} gave the {animal} {food.a}. The {animal} ate the {food} and [smiled|felt better].
        {He} picked up the {animal} and put it in {box.a}. Then, {he} took the {box} home.
        {parent: You are very kind, {hero}. Let's [take the {animal} home|help the {animal}].}

        ¶After a few days, the {animal} was well again. It [danced|jumped|ran] around {hero}.
        ¶Soon, the {animal} felt much better. "Thank you, {hero}," it said. "You are my friend."
        ¶The next day, the {animal} was happy and strong. {Hero} was happy, too.

        They played together {place.in} every day.
        The {animal} gave {hero} {find.a}. "This {find} is for you," it said. {Hero} loved the {find}.
        {@glad}

        ¶{@ending}
        ¶From that day on, {hero} and the {animal} were best friends.
        ¶{Hero} and the {animal} became good friends and lived happily ever after.
        """);

    private static StoryPlot Found => StoryPlot.Parse("""
        {@opening}
        One day, {hero} and {his} friend {friend} went {place.to}. {@weather}

        ¶One day, {hero} was walking {place.in}. {@meeting}
        ¶One day, {hero} went for a walk {place.in}. {He} [ran|jumped|skipped] along and sang a song.
        ¶One [sunny|warm|windy] day, {he} played {place.in} until {he} was tired.

        Suddenly, {he} saw something [shiny|bright|{find.adjective}] {spot.in}.
        Then, {he} saw {box.a} {spot.in}. {hero: What is in the {box}?}

        {He} looked closer and saw {find.a}. {hero: Wow, {find.one}!}
        {He} came closer and found {find.a}. It was the prettiest {find} {he} had ever seen.
        It was {find.a}! {Hero} picked up the {find} and put it in {his} pocket.

        ¶{He} showed the {find} to {his} {parent}. {hero: Look what I found!} {parent: What a nice {find}.}
        ¶Then, {he} met {friend}. {Friend} was looking for something. {friend: Have you seen my {find}?}
        ¶But then, {hero} heard someone cry. It was {friend}. {friend: I lost my {find}.}

        {Hero} wanted to keep the {find}, but {he} knew it was not {his}. So {he} said, "Here is your {find}."
        {hero: Is this your {find}?} {friend: Yes, it is!}
        {parent: Maybe someone lost the {find}. We should look for its owner.}

        ¶{Friend} was so happy and said, "Thank you, {hero}! You found my {find}!"
        ¶{friend: Thank you for giving me the {find}.} {Friend.he} hugged {hero}.

        Then, {friend} gave {hero} {food.a}. They ate the {food} together.
        They played with the {find} until it was time to go home.
        {@glad}

        ¶{@ending}
        ¶{Hero} learned that it is good to [tell the truth|give things back|help others]. The end.
        """);

    private static StoryPlot Shy => StoryPlot.Parse("""
        {@opening}
        Once upon a time, there was {hero.a} named {hero}. {He} did not have any friends and felt [sad|lonely].

        ¶One day, a new [family|neighbor] moved in next door. There was {friend.a} named {friend}.
        ¶One day, {hero} met {friend.a} {place.in}. {Friend.his} name was {friend}.
        ¶One morning, {hero} saw {friend.a} {spot.in}. {hero: Who are you?} {friend: I am {friend}.}

        {Hero} was too shy to say hello. {He} hid {spot.in}.
        {hero: Hi, I'm {hero}. Do you want to play with me?} {Friend} [nodded|smiled] and said, "Yes, please!"
        {parent: Go and say hello, {hero}.} So {he} walked over and said, "Hello, {friend}."

        ¶{Friend} had {thing.a}. {friend: Let's play with my {thing}.}
        ¶They played with {thing.a}. {Hero} [threw|held|pushed] the {thing}, and {friend} laughed.
        ¶Together, they [ran|played|danced] {place.in}. {@weather}

        -
        {@snack}
        {@meeting}

        ¶When the sun went down, it was time to go home. {friend: Can we play again tomorrow?} {hero: Yes!}
        ¶At the end of the day, {friend} gave {hero} {find.a}. "This {find} is for you, because you are my friend," {friend.he} said.

        {Hero} was not [sad|lonely|shy] anymore. {He} had a new friend.
        {@glad}
        {Hero} ran home and told {his} {parent} about {friend}.

        ¶From that day on, {hero} and {friend} played together every day.
        ¶{@ending}
        """);
}
