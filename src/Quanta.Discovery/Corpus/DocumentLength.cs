using Quanta.Discovery.Losses;
using Quanta.LanguageModels.Architectures;

namespace Quanta.Discovery.Corpus;

/// <summary>How many tokens models read at once: whole documents that are cut to so many, or windows.</summary>
public static class DocumentLength
{
    /// <summary>What was asked for, or else the published 1,024, or as many as every model was made for where that is fewer.</summary>
    /// <param name="models">The models that will read the documents.</param>
    /// <param name="asked">What the user asked for, or null.</param>
    /// <param name="option">The option to ask with, for the message.</param>
    /// <param name="observer">Is told when models have fewer positions than is usual.</param>
    /// <exception cref="ArgumentException">More was asked for than a model can read (<see cref="LanguageModels.Decoders.DecoderShape.PositionLimit"/>).</exception>
    public static int For(IEnumerable<ModelFolder> models, int? asked, string option, IStageObserver observer)
    {
        var shapes = models.Select(model => (Model: model, Shape: ArchitectureRegistry.ReadConfig(model.ConfigPath))).ToList();
        foreach (var (model, shape) in shapes)
        {
            if (asked > shape.PositionLimit)
                throw new ArgumentException($"{option} must be at most {shape.PositionLimit}, the positions of {model.Name}, but it is {asked}: {shape.WhyPositionsEnd}.");
        }
        var (least, positions) = shapes.Select(pair => (pair.Model, pair.Shape.MaximumPositions)).MinBy(pair => pair.MaximumPositions);
        if (asked is null && positions < CorpusOptions.PublishedTokensPerDocument)
            observer.Note($"At most {positions} tokens are read at once: {least.Name} has so many positions.");
        return asked ?? Math.Min(positions, CorpusOptions.PublishedTokensPerDocument);
    }
}
