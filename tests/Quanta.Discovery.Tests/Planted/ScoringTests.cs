using Quanta.Discovery.Corpus.Planted;
using Quanta.Discovery.Planted;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Tests.Planted;

public class ScoringTests
{
    /// <summary>Two skills, labels 0 and 1, and a template, label 2.</summary>
    private static readonly PlantedManifest Manifest = new(new PlantedOptions(), [new(0, "fact", "a", 0.7), new(1, "copy", "b", 0.3), new(2, "template", "fact", 0)]);

    [Fact]
    public void Clusters_that_are_the_skills_under_other_names_have_every_index_1()
    {
        var score = ClusterScore.Of([7, 7, 3, 3, 3], [0, 0, 1, 1, 1]);
        Assert.Equal((5, 2, 2, 1.0), (score.Tokens, score.Skills, score.Clusters, score.Homogeneity));
        foreach (var index in new[] { score.Agreement.Ari, score.Agreement.Nmi, score.Agreement.Ami }) Expect.Near(1, index, 1e-12, "rounding of logarithms");
    }

    [Fact]
    public void A_cluster_too_many_and_a_mixed_one_cost_what_the_counts_say()
    {
        int[] clusters = [0, 0, 0, 1, 2], skills = [5, 5, 6, 6, 6];
        Expect.Near(4.0 / 5, ClusterScore.Of(clusters, skills).Homogeneity, 0, "four of five tokens are the commonest of their cluster");
        var recovery = SkillRecovery.Of(clusters, skills);
        Assert.Equal([5, 6], recovery.Select(skill => skill.Label));
        Expect.Near(2.0 * 2 / (2 + 3), recovery[0].BestF1, 1e-15, "rounding");
        Expect.Near(2.0 * 1 / (3 + 1), recovery[1].BestF1, 1e-15, "rounding; a cluster of one is better than the mixed one, 2 / 6");
        Assert.True(recovery[0].IsRecovered && recovery[1].IsRecovered);
    }

    /// <summary>Skill 0 has two outcomes, whose pairs are beaten by one pair of four with skill 1; skill 1 has one outcome and is not asked.</summary>
    [Fact]
    public void Discrimination_compares_pairs_of_one_skill_and_two_outcomes_with_pairs_of_two_skills()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("cosine.npy");
        float[] cosines =
        [
            1, 0.5f, 0.9f, 0.1f, 7,
            0.5f, 1, 0.2f, 0.3f, 7,
            0.9f, 0.2f, 1, 0.8f, 7,
            0.1f, 0.3f, 0.8f, 1, 7,
            7, 7, 7, 7, 1,
        ];
        Npy.Write<float>(path, cosines, 5, 5);
        var found = SkillDiscrimination.Of("v", path, rows: [0, 1, 2, 3], skills: [0, 0, 1, 1], tokens: [10, 11, 12, 12]);
        Assert.Equal(("v", 1), (found.Variant, found.Skills));
        Expect.Near(0.75, found.Auc, 1e-15, "0.5 beats 0.1, 0.2 and 0.3 but not 0.9; row 4 is no token");
        Assert.True(double.IsNaN(SkillDiscrimination.Of("v", path, [0, 1], [0, 0], [1, 2]).Auc));
    }

    [Fact]
    public void A_skill_is_learned_when_half_of_its_predictions_are_below_the_threshold()
    {
        var truth = new PlantedTruth(Manifest, [0, 0, 1, 1, 1, 2, -1]);
        var learning = SkillLearning.Of(truth, [0.05f, 0.5f, 0.01f, 2, 3, 0, 0], thresholdNats: 0.1);
        Assert.Equal([true, false], learning.Select(skill => skill.IsLearned));
        Assert.Equal([2, 3], learning.Select(skill => skill.Predictions));
        Expect.Near(0.275, learning[0].MeanLoss, 1e-7, "float32 losses");
        Assert.Throws<ArgumentException>(() => SkillLearning.Of(truth, [1f], 0.1));
    }

    [Fact]
    public void A_skill_without_predictions_is_not_learned_and_a_loss_that_is_NaN_does_not_count_as_low()
    {
        var learning = SkillLearning.Of(new PlantedTruth(Manifest, [0, 0]), [float.NaN, float.NaN], 0.1);
        Assert.Equal([false, false], learning.Select(skill => skill.IsLearned));
        Assert.Equal(0, learning[1].Predictions);
    }

    [Fact]
    public void A_skill_emerges_where_its_loss_passes_half_a_nat_between_two_checkpoints()
    {
        IReadOnlyList<SkillLearning> At(double first, double second) => [new(Manifest.Skills[0], 10, first, 0), new(Manifest.Skills[1], 40, second, 0)];
        var emergence = SkillEmergence.Of([1, 10, 100], [At(4, 4), At(0.8, 0.5), At(0.2, 0.7)], predictions: 100);
        Expect.Near(Math.Pow(10, 1.5), emergence[0].Step, 1e-9, "rounding; a half lies midway between 0.8 and 0.2");
        Expect.Near(10, emergence[1].Step, 1e-12, "reached at the second checkpoint, whatever comes later");
        Expect.Near(0.4, emergence[1].Frequency, 0, "exact");
        Assert.True(double.IsNaN(SkillEmergence.Of([1, 10], [At(4, 4), At(0.6, 0.6)], 100)[0].Step));
    }

    [Fact]
    public void Steps_in_inverse_proportion_to_frequency_have_the_exponent_of_the_theory()
    {
        var skills = Enumerable.Range(1, 20).Select(k => new SkillEmergence(Manifest.Skills[0], 1.0 / k, 3 * k)).Append(new SkillEmergence(Manifest.Skills[1], 0.5, double.NaN));
        var (law, correlation) = SkillEmergence.Order(skills);
        Expect.Near(-1, law.Exponent, 1e-12, "an exact power law");
        Expect.Near(-1, correlation, 1e-12, "a falling order");
        Assert.Equal(20, law.Points);
    }

    [Fact]
    public void Pairs_are_told_apart_by_what_they_share()
    {
        using var folder = new TemporaryFolder();
        Npy.Write<float>(folder.File("cosine.npy"), [1, 9, 0.5f, 0.2f, 9, 9, 9, 9, 0.5f, 9, 1, 0.1f, 0.2f, 9, 0.1f, 1], 4, 4);
        var pairs = PairSimilarity.Of(folder.File("cosine.npy"), rows: [0, 2, 3], skills: [7, 7, 8], tokens: [5, 5, 5]);
        Assert.Equal([(true, true, 1L), (true, false, 0L), (false, true, 2L), (false, false, 0L)], pairs.Select(pair => (pair.SameSkill, pair.SameToken, pair.Pairs)));
        Expect.Near(0.5, pairs[0].MeanCosine, 0, "one pair");
        Expect.Near(0.15, pairs[2].MeanCosine, 1e-8, "float32");
        Assert.True(double.IsNaN(pairs[1].MeanCosine));
    }
}
