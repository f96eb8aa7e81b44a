using Quanta.Discovery.Runs;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Reporting.Report;

/// <summary>The text that a run's predictions are of, for losses in bits per byte.</summary>
public static class RunBytes
{
    /// <summary>The bytes of all predictions' targets; 0 where the run has no corpus with a tokenizer.</summary>
    public static long Of(RunFolder folder, TokenDocuments documents) =>
        File.Exists(folder.PathOf(RunArtifacts.Tokenizer)) ? TargetBytes.Total(documents, Tokenizer.Load(folder.PathOf(RunArtifacts.Tokenizer)).ByteLengths()) : 0;
}
