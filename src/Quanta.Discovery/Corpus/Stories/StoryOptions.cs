namespace Quanta.Discovery.Corpus.Stories;

/// <summary>How many stories are made, and which.</summary>
/// <param name="TrainStories">Stories to train on.</param>
/// <param name="ValidationStories">Stories to test on; none of them is among the others.</param>
/// <param name="Seed">Fixes every story.</param>
public sealed record StoryOptions(int TrainStories = 20_000, int ValidationStories = 1_500, ulong Seed = 0)
{
    internal void Validate()
    {
        foreach (var (name, count) in new[] { ("training", TrainStories), ("validation", ValidationStories) })
            if (count < 0) throw new ArgumentException($"The number of {name} stories must be at least 0, but it is {count}.");
    }
}
