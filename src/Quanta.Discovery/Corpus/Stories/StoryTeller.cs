using System.Text;
using Quanta.Discovery.Corpus.Stories.Plots;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Stories;

/// <summary>Tells simple stories for children, in the manner of TinyStories (Eldan and Li 2023): few words, a small cast, one event, a happy end. A story depends on
/// the seed and its number only.</summary>
internal static class StoryTeller
{
    private const char Paragraph = '¶';

    /// <summary>One story of so many goes on with a second event, so that some are longer than the windows of GPT-Neo, 256 tokens.</summary>
    private const int OneInSoMany = 4;

    /// <summary>Tells a story.</summary>
    public static string Tell(ulong seed, ulong number)
    {
        var random = new Philox(seed, number);
        var (scene, text) = (new StoryScene(random), new StringBuilder());
        var (plot, goesOn) = (StoryScene.Pick(StoryPlot.All, random), random.NextInt32(OneInSoMany) == 0);
        Tell(text, goesOn ? plot.Beats.SkipLast(1) : plot.Beats, scene, random);
        if (!goesOn) return text.ToString();
        scene.Change();
        var others = StoryPlot.All.Where(other => other != plot).ToList();
        Tell(text.Append("\n\n"), StoryScene.Pick(others, random).Beats.Skip(1), scene, random);
        return text.ToString();
    }

    /// <summary>The first two beats say who and what there is; from then on, time passes.</summary>
    private static void Tell(StringBuilder text, IEnumerable<IReadOnlyList<string>> beats, StoryScene scene, Philox random)
    {
        foreach (var (number, ways) in beats.Index())
        {
            var told = StoryTemplate.Fill(StoryScene.Pick(ways, random), scene.Fill, random);
            if (told.Length == 0) continue;
            var isParagraph = told[0] == Paragraph;
            if (text.Length > 0 && text[^1] != '\n') text.Append(isParagraph ? "\n\n" : " ");
            var sentence = told.TrimStart(Paragraph);
            text.Append(number < 2 ? sentence : InTime(sentence, isParagraph ? StoryWords.NextTime : StoryWords.Soon, scene, random));
        }
    }

    /// <summary>Puts words of time before some of the sentences that begin with who or what they are about.</summary>
    private static string InTime(string sentence, IReadOnlyList<string> times, StoryScene scene, Philox random)
    {
        var first = sentence.Split(' ')[0];
        var isLowered = StoryWords.Lowered.Contains(first);
        if (random.NextInt32(3) != 0 || !(isLowered || first == scene.Fill("hero") || first == scene.Fill("friend"))) return sentence;
        return $"{StoryScene.Pick(times, random)}, {(isLowered ? char.ToLowerInvariant(sentence[0]) : sentence[0])}{sentence[1..]}";
    }
}

/// <summary>What happens in a story: beats in order, each told in one of several ways.</summary>
/// <param name="Beats">[beats][ways], templates (<see cref="StoryTemplate"/>); of the ways the first are the commonest.</param>
internal sealed record StoryPlot(IReadOnlyList<IReadOnlyList<string>> Beats)
{
    /// <summary>Every plot, the commonest first.</summary>
    public static IReadOnlyList<StoryPlot> All { get; } = [.. ToyPlots.All, .. FriendPlots.All, .. LessonPlots.All, .. DayPlots.All];

    /// <summary>Reads a plot: a way a line, beats with an empty line between them. A way that begins with ¶ begins a paragraph, and one that is - says nothing.</summary>
    public static StoryPlot Parse(string text) =>
        new([.. text.Split("\n\n").Select(beat => beat.Split('\n').Select(way => way == "-" ? "" : way).ToArray())]);
}
