using Quanta.Discovery.Corpus;
using Quanta.Discovery.Corpus.Planted;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Selection;
using Quanta.Discovery.Similarity;
using Quanta.LanguageModels.Decoders;

namespace Quanta.Discovery.Planted;

/// <summary>Discovery on a planted corpus with models that were trained on it, a run folder for each variant.</summary>
public static class PlantedDiscovery
{
    /// <summary>Runs the stages and scores them.</summary>
    /// <param name="definition">What is tried.</param>
    /// <param name="corpus">The folder of the planted corpus.</param>
    /// <param name="models">The trained models, in the definition's order.</param>
    /// <param name="sessionOf">Opens the run folder of a variant; it is closed at the end.</param>
    public static PlantedResult Run(PlantedDefinition definition, string corpus, IReadOnlyList<ModelFolder> models, Func<string, RunSession> sessionOf)
    {
        var sessions = new List<RunSession>();
        try
        {
            foreach (var variant in definition.Variants) sessions.Add(sessionOf(variant.Name));
            return Run(definition, corpus, models, sessions);
        }
        finally
        {
            foreach (var session in sessions) session.Dispose();
        }
    }

    private static PlantedResult Run(PlantedDefinition definition, string corpus, IReadOnlyList<ModelFolder> models, List<RunSession> sessions)
    {
        var truth = PlantedTruth.Read(corpus);
        var scored = new List<(PlantedScoring Scoring, PlantedScore Score, IReadOnlyList<SkillRecovery> Recovery)>();
        var discrimination = new List<SkillDiscrimination>();
        IReadOnlyList<SkillLearning> learning = [];
        foreach (var (variant, session) in definition.Variants.Zip(sessions))
        {
            Prepare(session, definition, corpus, models[^1], variant);
            if (learning.Count == 0) learning = LearningOf(session, truth, models[^1], definition);
            var scoring = new PlantedScoring(session, truth, learning);
            discrimination.Add(scoring.Discrimination(variant));
            scored.AddRange(scoring.Run(definition, variant).Select(result => (scoring, result.Score, result.Recovery)));
        }
        var (first, best) = (scored[0].Scoring, scored.MaxBy(result => result.Score.Found.Skills.Agreement.Ari));
        return new PlantedResult
        {
            Truth = truth,
            Learning = learning,
            Scores = [.. scored.Select(result => result.Score)],
            Split = first.Split,
            Pairs = first.Pairs(),
            Discrimination = discrimination,
            Damages = DamagesOf(first, models[^1], sessions[0]),
            Best = best.Score,
            Recovery = best.Recovery,
            Curves = PlantedCurves.Of(sessions[0], truth, models, definition),
            RankSizes = best.Scoring.RankSizes(best.Score),
        };
    }

    private static void Prepare(RunSession session, PlantedDefinition definition, string corpus, ModelFolder model, PlantedVariant variant)
    {
        CorpusStage.Run(
            session, [Path.Combine(corpus, PlantedFolder.TestName)], Path.Combine(corpus, PlantedFolder.TokenizerName),
            new CorpusOptions { Documents = int.MaxValue, TokensPerDocument = definition.Corpus.DocumentTokens });
        LossStage.Run(session, model);
        SelectionStage.Run(session, model.Name, new SelectionOptions { ThresholdNats = definition.ThresholdNats, Count = definition.Count });
        SimilarityStage.Run(session, model, variant.ToSimilarityOptions());
    }

    private static IReadOnlyList<PlantedDamage> DamagesOf(PlantedScoring scoring, ModelFolder model, RunSession session)
    {
        using var loaded = DecoderModel.Load(model.Path, session.Computation.Device);
        return scoring.Damages(loaded);
    }

    private static IReadOnlyList<SkillLearning> LearningOf(RunSession session, PlantedTruth truth, ModelFolder model, PlantedDefinition definition) =>
        SkillLearning.Of(truth, RunArtifacts.ReadLosses(session.Folder, model.Name), definition.ThresholdNats);
}
