using System.Globalization;
using Quanta.Discovery.Planted;
using Quanta.Numerics.Statistics;

namespace Quanta.Reporting.Planted;

/// <summary>What discovery makes of planted skills, as comma-separated tables.</summary>
public static class PlantedTables
{
    /// <summary>Every table, by the name of its file.</summary>
    public static IReadOnlyList<(string Name, string Csv)> All(PlantedResult result) =>
    [
        ("scores.csv", Scores(result)), ("kinds.csv", Kinds(result)), ("skills.csv", Skills(result)),
        ("exponents.csv", Exponents(result)), ("losses.csv", Losses(result)), ("cosines.csv", Cosines(result)),
        ("discrimination.csv", Discrimination(result)), ("damages.csv", Damages(result)),
    ];

    /// <summary>Tables over several seeds.</summary>
    public static IReadOnlyList<(string Name, string Csv)> All(PlantedSeeds seeds) =>
    [
        ("seeds.csv", Lines("seed,variant,clusterer,clusters,count_is_chosen,ari,ari_balanced,ami,ari_outcomes,ari_of_split", seeds.Scores.Select(score => SeedRow(score, seeds)))),
        ("agreement.csv", Lines(
            "variant,clusterer,count_is_chosen,seeds,mean_ari,low,high,least,mean_ari_balanced,low_balanced,high_balanced,least_balanced,mean_ami,low_ami,high_ami,least_ami,"
                + "mean_ari_outcomes,low_outcomes,high_outcomes,least_outcomes",
            seeds.Agreement.Select(each => Row($"{each.Variant},{each.Clusterer},{(each.IsCountChosen ? 1 : 0)},{each.Skills.Count},{Estimate(each.Skills)},")
                + Row($"{Estimate(each.Balanced)},{Estimate(each.Ami)},{Estimate(each.Outcomes)}")))),
        ("discrimination.csv", Lines("variant,seeds,mean_auc,low,high,least",
            seeds.Discrimination.Select(each => Row($"{each.Variant},{each.Auc.Count},{Estimate(each.Auc)}")))),
    ];

    private static string SeedRow(SeedScore score, PlantedSeeds seeds)
    {
        var (best, split) = (score.Best, seeds.Runs.First(run => run.Seed == score.Seed).Result.Split.Skills.Agreement.Ari);
        return Row($"{score.Seed},{best.Variant},{best.Clusterer},{best.Count},{(best.IsCountChosen ? 1 : 0)},{best.Found.Skills.Agreement.Ari:F4},")
            + Row($"{best.Found.Balanced.Agreement.Ari:F4},{best.Found.Skills.Agreement.Ami:F4},{best.Found.Outcomes.Agreement.Ari:F4},{split:F4}");
    }

    private static string Estimate(MeanEstimate estimate) => Row($"{estimate.Mean:F4},{estimate.Low:F4},{estimate.High:F4},{estimate.Least:F4}");

    private static string Scores(PlantedResult result) => Lines(
        "variant,clusterer,clusters,is_number_of_skills,tokens,skills,ari,nmi,ami,homogeneity,"
            + "outcomes,ari_outcomes,nmi_outcomes,ami_outcomes,balanced_tokens,ari_balanced,nmi_balanced,ami_balanced",
        result.Scores.Select(score => Row($"{score.Variant},{score.Clusterer},{score.Count},{(score.IsSkillCount ? 1 : 0)},{Scores(score.Found)}"))
            .Append(Row($"truth,skills split by outcome,{result.Split.Skills.Clusters},0,{Scores(result.Split)}")));

    private static string Scores(TruthScores scores) => string.Join(',',
        Row($"{scores.Skills.Tokens},{scores.Skills.Skills},{Indices(scores.Skills)},{scores.Skills.Homogeneity:F4}"),
        Row($"{scores.Outcomes.Skills},{Indices(scores.Outcomes)},{scores.Balanced.Tokens},{Indices(scores.Balanced)}"));

    private static string Indices(ClusterScore score) => Row($"{score.Agreement.Ari:F4},{score.Agreement.Nmi:F4},{score.Agreement.Ami:F4}");

    /// <summary>For each kind: its skills, those learned, those with compared tokens, and of these those that the best clustering recovers.</summary>
    private static string Kinds(PlantedResult result)
    {
        var recovery = result.Recovery.ToDictionary(skill => skill.Label);
        var kinds = result.Learning.GroupBy(skill => skill.Skill.Kind);
        return Lines("kind,skills,learned,compared_tokens,compared_skills,recovered_skills,mean_f1", kinds.Select(kind =>
        {
            var found = kind.Select(skill => recovery.GetValueOrDefault(skill.Skill.Label)).OfType<SkillRecovery>().ToList();
            var tokens = found.Sum(skill => skill.Tokens);
            var f1 = found.Count == 0 ? "" : Row($"{found.Sum(skill => skill.Tokens * skill.BestF1) / tokens:F4}");
            return Row($"{kind.Key},{kind.Count()},{kind.Count(skill => skill.IsLearned)},{tokens},{found.Count},{found.Count(skill => skill.IsRecovered)},{f1}");
        }));
    }

    private static string Skills(PlantedResult result)
    {
        var emergence = result.Curves.Emergence.ToDictionary(skill => skill.Skill.Label);
        var recovery = result.Recovery.ToDictionary(skill => skill.Label);
        const string header = "label,kind,name,probability,test_predictions,mean_loss_nats,below_threshold,is_learned,emerged_at_step,compared_tokens,best_f1";
        return Lines(header, result.Learning.Select(skill =>
        {
            var label = skill.Skill.Label;
            var step = emergence.TryGetValue(label, out var emerged) ? emerged.Step : double.NaN;
            var (tokens, f1) = recovery.TryGetValue(label, out var found) ? (found.Tokens, found.BestF1) : (0, double.NaN);
            return Row($"{label},{skill.Skill.Kind},{skill.Skill.Name},{skill.Skill.Probability:G6},{skill.Predictions},{skill.MeanLoss:F4},{skill.Below:F4},")
                + Row($"{(skill.IsLearned ? 1 : 0)},{step:F1},{tokens},{f1:F4}");
        }));
    }

    /// <summary>Exponents as they were found beside what the planted distribution and the theory (Michaud et al. 2023, section 2) say.</summary>
    private static string Exponents(PlantedResult result)
    {
        var alpha = result.Truth.Manifest.Options.Exponent - 1;
        var (order, correlation) = SkillEmergence.Order(result.Curves.Emergence);
        return Lines("what,exponent,low,high,points,expected,expected_is",
        [
            Law("sizes of skills among compared tokens, by rank", result.RankSizes.SkillLaw, -(alpha + 1), "planted distribution"),
            Law($"sizes of clusters, by rank ({result.Best.Variant}, {result.Best.Clusterer})", result.RankSizes.ClusterLaw, -(alpha + 1), "planted distribution"),
            Law("step of learning over frequency", order, -1, "theory"),
            Law("loss of skills over steps", result.Curves.StepLaw, -alpha / (alpha + 1), "theory: -alpha/(1 + alpha)"),
            Law("loss of skills over parameters", result.Curves.SizeLaw, -alpha, "theory: -alpha"),
            Row($"Spearman's correlation of frequency and step of learning,{correlation:F3},,,{order.Points},-1,theory"),
        ]);
    }

    private static string Losses(PlantedResult result) => Lines("size,value,mean_loss_of_skills_nats",
    [
        .. result.Curves.Steps.Select(point => Row($"step,{point.Step},{point.Loss:F5}")),
        .. result.Curves.Sizes.Select(point => Row($"parameters,{point.Parameters},{point.Loss:F5}")),
    ]);

    private static string Cosines(PlantedResult result) => Lines("same_skill,same_token,pairs,mean_cosine",
        result.Pairs.Select(pair => Row($"{(pair.SameSkill ? 1 : 0)},{(pair.SameToken ? 1 : 0)},{pair.Pairs},{pair.MeanCosine:F4}")));

    private static string Discrimination(PlantedResult result) => Lines("variant,skills,auc",
        result.Discrimination.Select(each => Row($"{each.Variant},{each.Skills},{each.Auc:F4}")));

    private static string Damages(PlantedResult result) => Lines("rise_nats,measured,outcomes,mean_nats,low,high",
        from damage in result.Damages
        from measured in new[] { ("same outcome", damage.Outcome), ("same skill, other outcome", damage.Skill), ("same kind, other skill", damage.Kind), ("other kind", damage.Elsewhere) }
        select Row($"{damage.RiseNats},\"{measured.Item1}\",{measured.Item2.Count},{measured.Item2.Mean:F4},{measured.Item2.Low:F4},{measured.Item2.High:F4}"));

    private static string Law(string what, PowerLaw law, double expected, string source)
    {
        var (low, high) = law.ExponentInterval();
        return Row($"\"{what}\",{law.Exponent:F3},{low:F3},{high:F3},{law.Points},{expected:F3},{source}");
    }

    private static string Lines(string header, IEnumerable<string> rows) => string.Concat(rows.Prepend(header).Select(row => row + "\n"));

    private static string Row(FormattableString row) => row.ToString(CultureInfo.InvariantCulture);
}
