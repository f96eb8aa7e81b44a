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

    private static void Tell(StringBuilder text, IEnumerable<IReadOnlyList<string>> beats, StoryScene scene, Philox random)
    {
        foreach (var ways in beats)
        {
            var told = StoryTemplate.Fill(StoryScene.Pick(ways, random), scene.Fill, random);
            if (told.Length == 0) continue;
            if (text.Length > 0 && text[^1] != '\n') text.Append(told[0] == Paragraph ? "\n\n" : " ");
            text.Append(told.TrimStart(Paragraph));
        }
    }
}
