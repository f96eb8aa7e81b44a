using System.Text.Json.Serialization;

namespace Quanta.Discovery.Selection;

/// <summary>Which predictions go on to discovery. The defaults are the published ones (Michaud et al. 2023, section 5), but for the stride.</summary>
/// <remarks>What is not used is not recorded, so that runs of earlier versions are the same as before.</remarks>
public sealed record SelectionOptions
{
    /// <summary>Keep predictions whose loss is below this, in nats.</summary>
    public double ThresholdNats { get; init; } = 0.1;

    /// <summary>Keep predictions whose loss is at least this, in nats, so that with the threshold it makes a band; null: no lower end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LeastNats { get; init; }

    /// <summary>A model of the run, "model" or "model@checkpoint", that must not have learned what is kept; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotBy { get; init; }

    /// <summary>A token counts as not learned by <see cref="NotBy"/> when its loss is at least this, in nats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NotBelowNats { get; init; }

    /// <summary>Leave out tokens that copying predicts, by <see cref="Induction"/>.</summary>
    public bool DropInducible { get; init; } = true;

    /// <summary>What counts as copying; the published rule by default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public InductionRule Induction { get; init; }

    /// <summary>Keep predictions of tokens of these kinds only; null: of all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TokenKind>? Kinds { get; init; }

    /// <summary>Of the kept predictions of a document take at most so many, spread evenly: those of rank i kept / most; null: any number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PerDocument { get; init; }

    /// <summary>First take one prediction, the one in the middle, of each document that has any kept; then fill the count up from the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EveryDocument { get; init; }

    /// <summary>Take one of so many kept predictions (published: 50), or null to spread <see cref="Count"/> over the whole corpus.</summary>
    /// <remarks>Deviation: the published rule, stride 50, takes all its samples from the beginning of the corpus. The default takes those of rank i kept / count.</remarks>
    public int? Stride { get; init; }

    /// <summary>Take at most so many.</summary>
    public int Count { get; init; } = 10_000;

    internal void Validate()
    {
        if (!(ThresholdNats > 0)) throw new ArgumentException($"The loss threshold must be positive, but it is {ThresholdNats} nats.");
        if (LeastNats is { } least && !(least >= 0 && least < ThresholdNats))
            throw new ArgumentException($"A band of losses must begin at 0 or above and below its end of {ThresholdNats} nats, but it begins at {least} nats.");
        if (NotBy is null != NotBelowNats is null) throw new ArgumentException("A model that has not learned the tokens needs a loss from which on it has not, and the loss needs a model.");
        if (NotBelowNats is { } unlearned && !(unlearned >= ThresholdNats))
            throw new ArgumentException($"What counts as not learned must be at least the threshold of what is learned, {ThresholdNats} nats, but it is {unlearned} nats.");
        if (Kinds is { Count: 0 }) throw new ArgumentException("At least one kind of token must be selected.");
        if (PerDocument is < 1) throw new ArgumentException($"At least 1 prediction of a document must be allowed, but {PerDocument} are.");
        if (EveryDocument && Stride is not null)
            throw new ArgumentException($"A selection that takes one prediction of every document has no stride, but it is {Stride}. Leave one of the two out.");
        if (Stride is < 1) throw new ArgumentException($"The stride must be at least 1, but it is {Stride}.");
        if (Count < 1) throw new ArgumentException($"The number of predictions to select must be at least 1, but it is {Count}.");
    }
}

/// <summary>What a selection reads beside the losses that it goes by.</summary>
public sealed record SelectionInputs
{
    /// <summary>The losses of <see cref="SelectionOptions.NotBy"/> in nats, [predictions]; null where there is no such model.</summary>
    public float[]? NotByLosses { get; init; }

    /// <summary>Which predictions may be kept, [predictions]; null: all.</summary>
    public bool[]? Mask { get; init; }

    /// <summary>The kind of each token, by its id; needed for <see cref="SelectionOptions.Kinds"/>.</summary>
    public TokenKind[]? KindOf { get; init; }

    /// <summary>Fails where the inputs do not suit the corpus or the options.</summary>
    internal void Check(long predictions, SelectionOptions options)
    {
        CheckLength(NotByLosses?.Length, predictions, "loss of the model that has not learned them");
        CheckLength(Mask?.Length, predictions, "entry of the mask");
        if (options.NotBy is not null && NotByLosses is null) throw new ArgumentException($"The losses of {options.NotBy} are needed to tell what it has not learned.");
        if (options.Kinds is not null && KindOf is null) throw new ArgumentException("The kinds of the vocabulary's tokens are needed to select by kind.");
    }

    private static void CheckLength(int? length, long predictions, string what)
    {
        if (length is { } found && found != predictions)
            throw new ArgumentException($"There must be one {what} a prediction: the corpus has {predictions} predictions, but there are {found}.");
    }
}
