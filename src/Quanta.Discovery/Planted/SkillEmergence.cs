using Quanta.Discovery.Corpus.Planted;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Planted;

/// <summary>When a skill was learned.</summary>
/// <param name="Skill">The skill.</param>
/// <param name="Frequency">The share of test predictions that need it.</param>
/// <param name="Step">The step at which its mean loss had fallen to half a nat, less than a guess between two costs; NaN where that was at the first checkpoint
/// or never.</param>
public sealed record SkillEmergence(PlantedSkillRecord Skill, double Frequency, double Step)
{
    private const double EmergedNats = 0.5;

    /// <summary>One entry a skill that has test predictions, by label.</summary>
    /// <param name="steps">Steps of the checkpoints, rising.</param>
    /// <param name="checkpoints">How well each does, [checkpoints][skills].</param>
    /// <param name="predictions">Test predictions in all.</param>
    public static IReadOnlyList<SkillEmergence> Of(IReadOnlyList<long> steps, IReadOnlyList<IReadOnlyList<SkillLearning>> checkpoints, long predictions) =>
    [
        .. from label in Enumerable.Range(0, checkpoints[0].Count)
           where checkpoints[0][label].Predictions > 0
           let losses = checkpoints.Select(checkpoint => checkpoint[label].MeanLoss).ToList()
           select new SkillEmergence(checkpoints[0][label].Skill, (double)checkpoints[0][label].Predictions / predictions, StepOf(steps, losses))
    ];

    /// <summary>How the steps depend on the frequencies, over the skills that emerged: the theory has step in proportion to frequency^-1 (Michaud et al. 2023,
    /// section 2).</summary>
    /// <returns>The power law, and Spearman's correlation of frequency and step.</returns>
    public static (PowerLaw Law, double RankCorrelation) Order(IEnumerable<SkillEmergence> skills)
    {
        var emerged = skills.Where(skill => double.IsFinite(skill.Step)).ToList();
        double[] frequencies = [.. emerged.Select(skill => skill.Frequency)], steps = [.. emerged.Select(skill => skill.Step)];
        return (PowerLaw.Fit(frequencies, steps), Ranks.Correlation(frequencies, steps));
    }

    /// <summary>Between the checkpoints the loss is taken to fall evenly with the logarithm of the step.</summary>
    private static double StepOf(IReadOnlyList<long> steps, List<double> losses)
    {
        var last = losses.FindIndex(loss => loss <= EmergedNats);
        if (last < 1) return double.NaN;
        var part = (losses[last - 1] - EmergedNats) / (losses[last - 1] - losses[last]);
        return steps[last - 1] * Math.Pow((double)steps[last] / steps[last - 1], part);
    }
}
