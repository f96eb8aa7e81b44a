using Quanta.Discovery.Clusters;
using Quanta.Discovery.TinyStories;

namespace Quanta.Discovery.Tests.TinyStories;

public class StorySkillTests
{
    private static readonly IReadOnlyList<StorySkill> Committed =
        TinyStoriesDefinition.Read(Path.Combine(Repository.Root, "experiments", "tinystories", "tinystories.json")).Skills;

    [Theory]
    [InlineData(0, "Ben had a big red ball. He lost the", " ball", true)]
    [InlineData(0, "There was a sunflower. Lily went past the", " sun", true)]
    [InlineData(0, "Ben had a big red ball. He lost the", " kite", false)]
    [InlineData(0, "Ben had a big red ball. He saw a", " ball", false)]
    [InlineData(1, "Once upon a", " time", true)]
    [InlineData(1, "It was a", " time", false)]
    [InlineData(2, "He felt so special.\n\nA few moments later", ",", true)]
    [InlineData(2, "He said, \"Yes!\" Then", ",", true)]
    [InlineData(2, "One day", ",", true)]
    [InlineData(2, "He saw a ball", ",", false)]
    [InlineData(2, "He did it then", ",", false)]
    [InlineData(3, "Jack answered,", " \"", true)]
    [InlineData(3, "She said to him,", " \"", true)]
    [InlineData(3, "She saw him,", " \"", false)]
    [InlineData(4, "There was a girl named Lily. One day,", " Lily", true)]
    [InlineData(4, "There was a girl named Lily. One day,", " Tom", false)]
    public void The_committed_patterns_tell_what_they_are_called(int skill, string before, string target, bool matches) =>
        Assert.Equal(matches, Committed[skill].Matches(before, target));

    [Fact]
    public void The_nearest_cluster_has_the_greatest_F1()
    {
        // Clusters by rank: {0, 1, 2, 3}, {4, 5, 6}, {7}. The skill is needed by 3, 4 and 5.
        var clusters = new Clustering([0, 0, 0, 0, 1, 1, 1, 2]);
        bool[] needs = [false, false, false, true, true, true, false, false];
        var nearest = SkillCluster.Nearest(Committed[0], needs, clusters);
        Assert.Equal((3, 1, 3, 2), (nearest.Predictions, nearest.Rank, nearest.Size, nearest.Both));
        Assert.Equal((2.0 / 3, 2.0 / 3, 2.0 / 3), (nearest.Precision, nearest.Recall, nearest.F1));
    }

    [Fact]
    public void A_skill_that_nothing_needs_has_no_cluster()
    {
        var nearest = SkillCluster.Nearest(Committed[0], new bool[3], new Clustering([0, 1, 1]));
        Assert.Null(nearest.Rank);
        Assert.Equal(0, nearest.Predictions);
    }

    [Fact]
    public void Published_figures_agree_to_their_last_decimal()
    {
        var known = new KnownFigures(2, 1, 9, 12, 8, 0.0506, 100);
        Assert.All(known.Compare(known with { LossNats = 0.05064 }), check => Assert.True(check.Agrees, check.What));
        var wrong = known.Compare(known with { Stories = 3, LossNats = 0.0508 }).Where(check => !check.Agrees).Select(check => check.What);
        Assert.Equal(["stories", "loss 8 of the first story, nats"], wrong);
        Assert.False(known.Compare(known with { LossNats = double.NaN })[^1].Agrees);
    }
}
