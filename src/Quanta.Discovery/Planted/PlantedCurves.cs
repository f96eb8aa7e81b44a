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
