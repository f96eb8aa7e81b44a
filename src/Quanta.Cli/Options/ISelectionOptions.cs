using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Selection;

namespace Quanta.Cli.Options;

/// <summary>Which tokens are left out because copying predicts them.</summary>
internal enum Induction
{
    Trigram,
    Bigram,
    None,
}

internal interface ISelectionOptions
{
    /// <summary>What a model must not have learned where the user does not say, in nats.</summary>
    private const double NotBelowByDefault = 1;

    [Above(0)]
    [Option("threshold", Default = 0.1, MetaValue = "NATS", HelpText = "Select predictions with a loss below this, in nats.")]
    double Threshold { get; set; }

    [AtLeast(0)]
    [Option("at-least", MetaValue = "NATS", HelpText = "Select predictions with a loss of at least this: with --threshold a band of losses.")]
    double? AtLeast { get; set; }

    [Option("learned-by", MetaValue = "NAME",
        HelpText = "With --not-by: the model or checkpoint of the run (model@checkpoint) whose loss is below --threshold; default: the one that is selected by.")]
    string? LearnedBy { get; set; }

    [Option("not-by", MetaValue = "NAME", HelpText = "Select only what this model or checkpoint of the run has not learned: its loss is at least --not-below.")]
    string? NotBy { get; set; }

    [Above(0)]
    [Option("not-below", MetaValue = "NATS", HelpText = "What the model of --not-by has not learned has at least this loss; default: 1, or --threshold where that is more.")]
    double? NotBelow { get; set; }

    [InputFile]
    [Option("mask", MetaValue = "FILE", HelpText = "Select only these predictions: .npy, bool or uint8 [predictions], or int64 indices.")]
    string? Mask { get; set; }

    [Distinct]
    [Option("kinds", Separator = ',', MetaValue = "K,K,...",
        HelpText = "Select only predictions of these kinds of tokens: word, space-word, number, punctuation, newline, space, other.")]
    IEnumerable<string> Kinds { get; set; }

    [Option("induction", MetaValue = "RULE",
        HelpText = "Leave out tokens that copying predicts, whose trigram (published, default) or bigram was seen earlier in their document; none: leave out no such token.")]
    Induction? Induction { get; set; }

    [Option("keep-inducible", HelpText = "The same as --induction none.")]
    bool KeepInducible { get; set; }

    [AtLeast(1)]
    [Option("per-document", MetaValue = "M", HelpText = "Select at most M predictions of a document, spread over those that the rules keep.")]
    int? PerDocument { get; set; }

    [Option("every-document", HelpText = "Select at least one prediction of each document that has any, before --count is filled up from the others.")]
    bool EveryDocument { get; set; }

    [AtLeast(1)]
    [Option("stride", MetaValue = "N", HelpText = "Take every Nth (published: 50); default: as spreads --count over the whole corpus.")]
    int? Stride { get; set; }

    [AtLeast(1)]
    [Option("count", MetaValue = "N", HelpText = "Select at most N predictions; default: 10,000, or 1,500 with the embedded models.")]
    int? Count { get; set; }

    /// <summary>Fails where rules contradict each other.</summary>
    void CheckSelection()
    {
        Require.That(AtLeast is null || AtLeast < Threshold, $"--at-least must be below --threshold, which is {Threshold}, but it is {AtLeast}.");
        Require.That(NotBy is not null || LearnedBy is null, "--learned-by needs --not-by, the model that has not learned what is selected.");
        Require.That(NotBy is not null || NotBelow is null, "--not-below needs --not-by, the model whose losses it is about.");
        Require.That(NotBelow is null || NotBelow >= Threshold, $"--not-below must be at least --threshold, which is {Threshold}, but it is {NotBelow}.");
        Require.That(!KeepInducible || Induction is null or Options.Induction.None, "--keep-inducible is --induction none: leave one of the two out.");
        Require.That(!EveryDocument || Stride is null, "--every-document takes no --stride: leave one of the two out.");
        foreach (var kind in Kinds)
            Require.That(TokenKinds.ByName.ContainsKey(kind), $"--kinds must be of {string.Join(", ", TokenKinds.ByName.Keys)}, but it has \"{kind}\".");
    }

    /// <param name="count">How many are selected where the user does not say; null: the published number.</param>
    SelectionOptions ToSelectionOptions(int? count = null)
    {
        var options = new SelectionOptions
        {
            ThresholdNats = Threshold,
            LeastNats = AtLeast,
            NotBy = NotBy,
            NotBelowNats = NotBy is null ? null : NotBelow ?? Math.Max(NotBelowByDefault, Threshold),
            DropInducible = !KeepInducible && Induction is not Options.Induction.None,
            Induction = Induction is Options.Induction.Bigram ? InductionRule.Bigram : InductionRule.Trigram,
            Kinds = Kinds.Any() ? [.. Kinds.Select(kind => TokenKinds.ByName[kind]).Order()] : null,
            PerDocument = PerDocument,
            EveryDocument = EveryDocument,
            Stride = Stride,
        };
        return options with { Count = Count ?? count ?? options.Count };
    }
}
