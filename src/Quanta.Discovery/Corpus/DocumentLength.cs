using Quanta.Discovery.Losses;
using Quanta.LanguageModels.Architectures;

namespace Quanta.Discovery.Corpus;

/// <summary>How long documents may be for the models that read them.</summary>
public static class DocumentLength
{
    /// <summary>The tokens that each document is cut to: what was asked for, or else the published 1,024, or as many as every model has positions for where
    /// that is fewer.</summary>
    /// <param name="models">The models that will read the documents.</param>
    /// <param name="asked">What the user asked for, or null.</param>
    /// <param name="observer">Is told when models have fewer positions than is usual.</param>
    /// <exception cref="ArgumentException">More was asked for than a model has positions.</exception>
    public static int For(IEnumerable<ModelFolder> models, int? asked, IStageObserver observer)
    {
        var (shortest, positions) = models.Select(model => (model, ArchitectureRegistry.ReadConfig(model.ConfigPath).MaximumPositions)).MinBy(pair => pair.MaximumPositions);
        if (asked > positions)
            throw new ArgumentException($"--document-tokens must be at most {positions}, the positions of {shortest.Name}, but it is {asked}.");
        if (asked is null && positions < CorpusOptions.PublishedTokensPerDocument)
            observer.Note($"Documents are cut to their first {positions} tokens: {shortest.Name} has so many positions.");
        return asked ?? Math.Min(positions, CorpusOptions.PublishedTokensPerDocument);
    }
}
