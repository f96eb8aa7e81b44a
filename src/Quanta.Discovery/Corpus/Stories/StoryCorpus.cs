using System.Security.Cryptography;
using System.Text;

namespace Quanta.Discovery.Corpus.Stories;

/// <summary>Stories to train on and others to test on. The side of a story follows from its text, so none is on both; and a story that was told before is left out.</summary>
public sealed class StoryCorpus
{
    private const int OneInSoMany = 16;

    private StoryCorpus(IReadOnlyList<string> train, IReadOnlyList<string> validation) => (Train, Validation) = (train, validation);

    public IReadOnlyList<string> Train { get; }

    public IReadOnlyList<string> Validation { get; }

    /// <summary>Makes the stories.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static StoryCorpus Make(StoryOptions options, IStageObserver? observer = null, CancellationToken cancellation = default)
    {
        options.Validate();
        var (train, validation, told) = (new List<string>(options.TrainStories), new List<string>(options.ValidationStories), new HashSet<string>());
        using var progress = (observer ?? SilentObserver.Instance).Begin("stories", options.TrainStories + (long)options.ValidationStories, "stories");
        for (var number = 0UL; train.Count < options.TrainStories || validation.Count < options.ValidationStories; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var story = StoryTeller.Tell(options.Seed, number);
            var (side, wanted) = IsValidation(story) ? (validation, options.ValidationStories) : (train, options.TrainStories);
            if (side.Count == wanted || !told.Add(story)) continue;
            side.Add(story);
            progress.Advance(1);
        }
        return new StoryCorpus(train, validation);
    }

    internal static bool IsValidation(string story) => SHA256.HashData(Encoding.UTF8.GetBytes(story))[0] % OneInSoMany == 0;
}

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
