using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Cli.Verbs;

/// <summary>Token ids mean the same to a corpus and to the models that read it, or every loss is noise.</summary>
internal static class SameTokenizer
{
    /// <summary>Compares the models' tokenizers with that of a run's corpus.</summary>
    /// <exception cref="InvalidDataException">One differs.</exception>
    public static void Require(RunFolder folder, IEnumerable<ModelFolder> models)
    {
        var tokenizer = folder.PathOf(RunArtifacts.Tokenizer);
        if (File.Exists(tokenizer)) Require(tokenizer, models);
    }

    /// <summary>Compares the models' tokenizers with a tokenizer.json; a model without one of its own passes.</summary>
    /// <exception cref="InvalidDataException">One differs.</exception>
    public static void Require(string tokenizer, IEnumerable<ModelFolder> models)
    {
        foreach (var model in models.Where(model => File.Exists(model.TokenizerPath)))
        {
            if (TokenizerComparison.DifferenceOf(model.TokenizerPath, tokenizer) is not { } difference) continue;
            throw new InvalidDataException(
                $"The corpus must be cut by the tokenizer of {model.Name}, but {model.TokenizerPath} (here) is not {tokenizer} (there): {difference}. Every loss "
                + "would be noise. Cut the corpus anew with this model's tokenizer, in a run folder of its own.");
        }
    }
}
