namespace Quanta.Discovery.TinyStories;

/// <summary>What the published notebooks say of their files: whoever has the same files must find the same.</summary>
/// <param name="Stories">Stories of the split.</param>
/// <param name="LongestStory">The place of the longest one, from 0.</param>
/// <param name="LongestTokens">Its tokens.</param>
/// <param name="Predictions">Losses of all stories.</param>
/// <param name="LossIndex">A prediction of the first story.</param>
/// <param name="LossNats">Its loss, to four decimals.</param>
/// <param name="GradientEntries">The length of a gradient.</param>
public sealed record KnownFigures(int Stories, int LongestStory, int LongestTokens, long Predictions, int LossIndex, double LossNats, long GradientEntries)
{
    /// <summary>Half of the last published decimal, and 2e-5, by which losses in float32 differ between programs.</summary>
    private const double LossTolerance = 0.5e-4 + 2e-5;

    /// <summary>Compares with what was found.</summary>
    public IReadOnlyList<FigureCheck> Compare(KnownFigures found) =>
    [
        Exactly("stories", Stories, found.Stories),
        Exactly("the longest story", LongestStory, found.LongestStory),
        Exactly("its tokens", LongestTokens, found.LongestTokens),
        Exactly("predictions", Predictions, found.Predictions),
        Exactly("entries of a gradient", GradientEntries, found.GradientEntries),
        new($"loss {LossIndex} of the first story, nats", LossNats, found.LossNats, Math.Abs(LossNats - found.LossNats) <= LossTolerance),
    ];

    private static FigureCheck Exactly(string what, long published, long found) => new(what, published, found, published == found);
}

/// <summary>A published figure beside the one that was found.</summary>
/// <param name="What">Of what.</param>
/// <param name="Published">As published.</param>
/// <param name="Found">As found.</param>
/// <param name="Agrees">Whether they are the same, as far as the published one says.</param>
public sealed record FigureCheck(string What, double Published, double Found, bool Agrees);
