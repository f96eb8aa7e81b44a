using Quanta.Discovery.Clusters;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Selection;
using Quanta.Discovery.Similarity;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Gradients;

namespace Quanta.Discovery.TinyStories;

/// <summary>What discovery runs on: the published files, or what stands in for them.</summary>
/// <param name="Stories">Files of stories.</param>
/// <param name="Tokenizer">A tokenizer.json.</param>
/// <param name="Model">The model.</param>
/// <param name="Scale">How much is compared.</param>
/// <param name="ArePublished">Whether these are the published files.</param>
public sealed record StorySources(IReadOnlyList<string> Stories, string Tokenizer, ModelFolder Model, StoryScale Scale, bool ArePublished);

/// <summary>What was found in a run folder.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Corpus">The stories.</param>
/// <param name="Losses">Their losses.</param>
/// <param name="BelowTenth">The share of losses below 0.1 nats, the threshold of the paper's other experiments.</param>
/// <param name="Selection">What was compared.</param>
/// <param name="Clustering">The clustering's name.</param>
/// <param name="Quality">The clustering's quality.</param>
/// <param name="Figures">What <see cref="KnownFigures"/> are of these files.</param>
public sealed record TinyStoriesResult(
    string Model, CorpusReport Corpus, LossReport Losses, double BelowTenth, SelectionReport Selection, string Clustering, ClusteringQuality Quality, KnownFigures Figures);

/// <summary>Losses, selection, exact similarity and clusters of stories, in a run folder.</summary>
/// <remarks>The published scripts cut stories to 2,048 tokens for the losses and to 1,024 for the gradients. A prediction depends on nothing that follows it, so one cut
/// to 2,048 gives the same numbers, and none fails whose token lies beyond 1,024.</remarks>
public static class TinyStoriesDiscovery
{
    private const double TenthNats = 0.1;

    /// <summary>Runs the stages that the folder has not.</summary>
    /// <exception cref="InvalidDataException">A stage cannot be done, or there are fewer predictions to compare than clusters wanted.</exception>
    public static TinyStoriesResult Run(RunSession session, TinyStoriesDefinition definition, StorySources sources)
    {
        var (scale, model) = (sources.Scale, sources.Model);
        var corpus = CorpusStage.Run(
            session, sources.Stories, sources.Tokenizer, new CorpusOptions { Documents = int.MaxValue, TokensPerDocument = scale.DocumentTokens });
        var losses = LossStage.Run(session, model);
        var selection = SelectionStage.Run(session, model.Name, definition.SelectionAt(scale));
        if (selection.Selected < scale.Clusters)
            throw new InvalidDataException($"Only {selection.Selected} predictions can be compared, but {scale.Clusters} clusters are wanted: {selection.BelowThreshold:N0} of "
                + $"{selection.Predictions:N0} have a loss below {definition.ThresholdNats} nats. Lower the stride, read more stories, or use a better model.");
        SimilarityStage.Run(session, model, new SimilarityOptions());
        var options = definition.ClustersAt(scale);
        ClusterStage.Run(session, options);
        var values = RunArtifacts.ReadLosses(session.Folder, model.Name);
        return new TinyStoriesResult(
            model.Name, corpus, losses, values.Count(loss => loss < TenthNats) / (double)values.Length, selection, options.NameOf(scale.Clusters),
            ClusterStage.ReadQuality(session.Folder, options.Name).Single(), FiguresOf(session.Folder, definition, model, values));
    }

    private static KnownFigures FiguresOf(RunFolder folder, TinyStoriesDefinition definition, ModelFolder model, float[] losses)
    {
        var documents = RunArtifacts.ReadCorpus(folder);
        var longest = Enumerable.Range(0, documents.Count).MaxBy(documents.TokenCount);
        var index = definition.Published.Known.LossIndex;
        return new KnownFigures(
            documents.Count, longest, documents.TokenCount(longest), losses.Length, index, index < documents.TokenCount(0) - 1 ? losses[index] : double.NaN,
            ParameterSet.Published(ArchitectureRegistry.ReadConfig(model.ConfigPath)).Length);
    }
}
