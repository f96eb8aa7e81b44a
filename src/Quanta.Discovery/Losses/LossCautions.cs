using Quanta.Discovery.Corpus;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Losses;

/// <summary>What whoever reads a model's losses must know: that they are of documents which the model was not made for.</summary>
public static class LossCautions
{
    private const string CutOrWindow = "Cut documents with --document-tokens, or read them in windows with --window-stride.";

    /// <summary>The cautions about a run's corpus, in sentences; they stand in the facts of the model's losses.</summary>
    /// <param name="folder">A run with a corpus.</param>
    /// <param name="model">The model that reads it.</param>
    /// <param name="shape">Its shape.</param>
    public static IEnumerable<string> Of(RunFolder folder, ModelFolder model, DecoderShape shape)
    {
        if (OfLength(shape, model.Name, LongestContext(folder)) is { } length) yield return length;
        if (OfTemplate(folder, model) is { } template) yield return template;
    }

    /// <summary>That rotary positions go beyond those that a model was made for; null where they do not.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="longestContext">The most tokens of a context, the one that is only predicted included.</param>
    /// <param name="advice">What the user can do, a sentence.</param>
    public static string? OfLength(DecoderShape shape, string name, int longestContext, string advice = CutOrWindow)
    {
        var (read, positions) = (longestContext - 1, shape.MaximumPositions);
        if (shape.PositionLimit is not null || read <= positions) return null;
        return FormattableString.Invariant($"{name} was made to read {positions:N0} tokens at once, but reads up to {read:N0} here: positions beyond were not trained, ")
            + $"and losses there may be far too high. {advice}";
    }

    /// <summary>The cautions that the run's losses carry, each once.</summary>
    public static IReadOnlyList<string> In(RunFolder folder) =>
    [
        .. folder.Stages.Where(stage => stage.Done).SelectMany(stage => stage.Facts?[LossStage.Cautions]?.AsArray() ?? [])
            .Select(caution => caution!.GetValue<string>()).Distinct(),
    ];

    /// <summary>That the model's tokenizer puts other tokens around documents than the corpus's; null where it does not, or where the user or the corpus itself
    /// says what stands there.</summary>
    private static string? OfTemplate(RunFolder folder, ModelFolder model)
    {
        var tokenizer = folder.PathOf(RunArtifacts.Tokenizer);
        if (!File.Exists(tokenizer) || !File.Exists(model.TokenizerPath)) return null;
        var isChosen = folder.Stages.Any(stage => stage.Artifacts.ContainsKey(RunArtifacts.Tokens) && stage.Options["prefix_token"] is not null);
        var isStored = CorpusReport.Read(folder)?.Sources?.All(source => source.Content == CorpusSource.TokenIds) == true;
        if (isChosen || isStored || TokenizerComparison.TemplateDifferenceOf(model.TokenizerPath, tokenizer) is not { } difference) return null;
        return $"The tokenizer of {model.Name} (here) does not begin and end documents as that of the corpus (there): {difference}. The losses are of documents as the corpus has "
            + "them; --prefix-token says what comes before.";
    }

    private static int LongestContext(RunFolder folder)
    {
        var (offsets, longest) = (Npy.Read(folder.PathOf(RunArtifacts.Documents)).ToInt64(), 0L);
        for (var d = 1; d < offsets.Length; d++) longest = Math.Max(longest, offsets[d] - offsets[d - 1]);
        return (int)Math.Min(longest, RunArtifacts.WindowsOf(folder)?.Tokens + 1L ?? long.MaxValue);
    }
}
