using Quanta.Discovery.Corpus.Stories;
using Quanta.Formats.Text;

namespace Quanta.Discovery.Tests.Corpus.Stories;

public class StoryCorpusTests
{
    private static readonly StoryOptions Options = new(TrainStories: 2000, ValidationStories: 120, Seed: 3);
    private static readonly StoryCorpus Corpus = StoryCorpus.Make(Options);

    [Fact]
    public void The_seed_fixes_every_story_and_more_stories_change_none()
    {
        Assert.Equal(Corpus.Train, StoryCorpus.Make(Options).Train);
        Assert.Equal(Corpus.Validation, StoryCorpus.Make(Options with { TrainStories = 10 }).Validation);
        Assert.Equal(Corpus.Train, StoryCorpus.Make(Options with { TrainStories = 2010, ValidationStories = 0 }).Train.Take(2000));
        Assert.NotEqual(Corpus.Train[0], StoryCorpus.Make(Options with { Seed = 4 }).Train[0]);
    }

    [Fact]
    public void No_story_is_told_twice_or_stands_on_both_sides()
    {
        Assert.Equal((2000, 120), (Corpus.Train.Count, Corpus.Validation.Count));
        Assert.Equal(2120, Corpus.Train.Concat(Corpus.Validation).Distinct().Count());
    }

    /// <summary>Gaps and choices that were left open, doubled blanks, and sentences or quotations that do not end.</summary>
    [Fact]
    public void Stories_are_whole_text()
    {
        Assert.All(Corpus.Train, story =>
        {
            Assert.DoesNotContain(story, character => "[]{}|@¶_".Contains(character, StringComparison.Ordinal));
            Assert.DoesNotContain("  ", story, StringComparison.Ordinal);
            Assert.DoesNotMatch(@" [.,!?\n]|\n |,,|\.\.|^ | $| an [^aeiou]| a [aeiou]|(?:^|[.!?] )[a-z]|\n[a-z]", story);
            Assert.Matches("[.!?\"]$", story);
            Assert.True(story.Count(character => character == '"') % 2 == 0, story);
        });
        Assert.InRange(Corpus.Train.Average(story => story.Split(' ').Length), 100, 300);
    }

    [Fact]
    public void Pronouns_agree_with_the_hero()
    {
        var boys = Corpus.Train.Where(story => story.StartsWith("Once there was a ", StringComparison.Ordinal) && story.Contains(" boy. ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(boys);
        Assert.All(boys, story => Assert.Contains(" boy. His name was ", story, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_is_written_once_and_another_is_refused()
    {
        using var folder = new TemporaryFolder();
        var few = new StoryOptions(TrainStories: 12, ValidationStories: 3);
        StoryFolder.WriteOnce(folder.Path, few);
        StoryFolder.WriteOnce(folder.Path, few);
        Assert.Equal(StoryCorpus.Make(few).Validation, JsonLines.ReadField(folder.File("validation.jsonl"), "text").Select(field => field.Require()));
        var refused = Assert.Throws<InvalidDataException>(() => StoryFolder.WriteOnce(folder.Path, few with { Seed = 1 })).Message;
        Assert.Contains("other options", refused, StringComparison.Ordinal);
        Assert.Contains("at least 0", Assert.Throws<ArgumentException>(() => StoryCorpus.Make(few with { TrainStories = -1 })).Message, StringComparison.Ordinal);
    }
}
