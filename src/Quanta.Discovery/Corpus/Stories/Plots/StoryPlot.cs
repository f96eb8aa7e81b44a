namespace Quanta.Discovery.Corpus.Stories.Plots;

/// <summary>What happens in a story: beats in order, each told in one of several ways.</summary>
/// <param name="Name">E.g. "a lost toy".</param>
/// <param name="Beats">[beats][ways], templates (<see cref="StoryTemplate"/>); of the ways the first are the commonest.</param>
internal sealed record StoryPlot(string Name, IReadOnlyList<IReadOnlyList<string>> Beats)
{
    /// <summary>Every plot, the commonest first.</summary>
    public static IReadOnlyList<StoryPlot> All { get; } = [.. ToyPlots.All, .. FriendPlots.All, .. LessonPlots.All, .. DayPlots.All];

    /// <summary>Reads a plot: a way a line, beats with an empty line between them. A way that begins with ¶ begins a paragraph, and one that is - says nothing.</summary>
    public static StoryPlot Parse(string name, string text) =>
        new(name, [.. text.Split("\n\n").Select(beat => beat.Split('\n').Select(way => way == "-" ? "" : way).ToArray())]);
}
