using Quanta.Discovery.Corpus.Planted;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Planted;

/// <summary>How the losses of planted skills fall with steps and with size.</summary>
/// <param name="Emergence">When each skill was learned by the model that was looked into, by label.</param>
/// <param name="Steps">That model's mean loss over the tokens of skills at each checkpoint, the final model the last.</param>
/// <param name="Sizes">The mean loss over the tokens of skills of each final model, by parameters without embeddings.</param>
public sealed record PlantedCurves(
    IReadOnlyList<SkillEmergence> Emergence, IReadOnlyList<(long Step, double Loss)> Steps, IReadOnlyList<(long Parameters, double Loss)> Sizes)
{
    /// <summary>Of the mean loss over steps, from the first step at which a skill had emerged.</summary>
    public PowerLaw StepLaw
    {
        get
        {
            var from = Emergence.Select(skill => skill.Step).Where(double.IsFinite).DefaultIfEmpty(0).Min();
            var fitted = Steps.Where(point => point.Step >= from).ToList();
            return PowerLaw.Fit([.. fitted.Select(point => (double)point.Step)], [.. fitted.Select(point => point.Loss)]);
        }
    }

    /// <summary>Of the mean loss over sizes.</summary>
    public PowerLaw SizeLaw => PowerLaw.Fit([.. Sizes.Select(point => (double)point.Parameters)], [.. Sizes.Select(point => point.Loss)]);

    /// <summary>Computes the losses of every model and of the last one's checkpoints in a run that has the corpus.</summary>
    internal static PlantedCurves Of(RunSession session, PlantedTruth truth, IReadOnlyList<ModelFolder> models, PlantedDefinition definition)
    {
        IReadOnlyList<SkillLearning> Learning(ModelFolder model)
        {
            LossStage.Run(session, model);
            return SkillLearning.Of(truth, RunArtifacts.ReadLosses(session.Folder, model.Name), definition.ThresholdNats);
        }

        ModelFolder[] checkpoints = [.. models[^1].Checkpoints().Where(checkpoint => checkpoint.Step is not null)];
        long[] steps = [.. checkpoints.Select(checkpoint => checkpoint.Step!.Value), definition.Models[^1].Training.Steps];
        IReadOnlyList<SkillLearning>[] learning = [.. checkpoints.Append(models[^1]).Select(Learning)];
        return new PlantedCurves(
            SkillEmergence.Of(steps, learning, truth.Labels.Length),
            [.. steps.Zip(learning, (step, skills) => (step, MeanOf(skills)))],
            [.. models.Select(model => (DecoderParameters.NonEmbeddingCount(ArchitectureRegistry.ReadConfig(model.ConfigPath)), MeanOf(Learning(model))))]);
    }

    private static double MeanOf(IReadOnlyList<SkillLearning> skills)
    {
        var used = skills.Where(skill => skill.Predictions > 0).ToList();
        return used.Sum(skill => skill.Predictions * skill.MeanLoss) / used.Sum(skill => skill.Predictions);
    }
}

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

/// <summary>How well a model does what a skill is needed for.</summary>
/// <param name="Skill">The skill.</param>
/// <param name="Predictions">How many test predictions need it.</param>
/// <param name="MeanLoss">Their mean loss in nats; NaN where there are none.</param>
/// <param name="Below">The share of them with a loss below the threshold; NaN where there are none.</param>
public sealed record SkillLearning(PlantedSkillRecord Skill, int Predictions, double MeanLoss, double Below)
{
    private const double LearnedShare = 0.5;

    /// <summary>Whether at least half of its predictions are below the threshold.</summary>
    public bool IsLearned => Below >= LearnedShare;

    /// <summary>One entry a skill, by label.</summary>
    /// <param name="truth">The skills.</param>
    /// <param name="losses">[predictions], nats.</param>
    /// <param name="thresholdNats">Below it a token counts as predicted.</param>
    /// <exception cref="ArgumentException">There is not one loss a label.</exception>
    public static IReadOnlyList<SkillLearning> Of(PlantedTruth truth, ReadOnlySpan<float> losses, double thresholdNats)
    {
        if (losses.Length != truth.Labels.Length)
            throw new ArgumentException(
                $"The corpus has {truth.Labels.Length} labels, but there are {losses.Length} losses: its documents must be read whole and with its own tokenizer.", nameof(losses));
        var (counts, sums, below) = (new int[truth.Skills.Count], new double[truth.Skills.Count], new int[truth.Skills.Count]);
        for (var i = 0; i < losses.Length; i++)
        {
            var label = truth.Labels[i];
            if (!truth.IsSkill(label)) continue;
            counts[label]++;
            sums[label] += losses[i];
            if (losses[i] < thresholdNats) below[label]++;
        }
        return
        [
            .. truth.Skills.Select((skill, label) => new SkillLearning(skill, counts[label], sums[label] / counts[label], (double)below[label] / counts[label])),
        ];
    }
}
