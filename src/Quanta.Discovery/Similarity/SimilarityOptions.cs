using System.Text.Json.Serialization;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.LanguageModels.Gradients;

namespace Quanta.Discovery.Similarity;

/// <summary>What stands for a token when tokens are compared.</summary>
public enum TokenVectorKind
{
    /// <summary>The gradient of the loss on the token.</summary>
    Gradients,

    /// <summary>The MLP activations, after the activation function, at the token before it.</summary>
    Mlp,

    /// <summary>What the attention heads bring to the token before it.</summary>
    Heads,

    /// <summary>That, and what is read to bring it, in equal parts.</summary>
    [JsonStringEnumMemberName("heads-read")]
    HeadsRead,

    /// <summary>What is read alone.</summary>
    Reads,
}

/// <summary>Names of what stands for tokens.</summary>
internal static class TokenVectorNames
{
    public static string Plural(this TokenVectorKind kind) => kind switch
    {
        TokenVectorKind.Gradients => "gradients",
        TokenVectorKind.Mlp => "MLP activations",
        TokenVectorKind.Heads => "attention heads' results",
        TokenVectorKind.Reads => "reads of attention",
        _ => "attention heads' results and reads",
    };
}

/// <summary>Which similarity of tokens is computed. The defaults are the published similarity.</summary>
public sealed record SimilarityOptions
{
    public TokenVectorKind Vectors { get; init; }

    /// <summary>Several kinds whose cosines are added with these weights, in the place of <see cref="Vectors"/>; null: that alone.</summary>
    public IReadOnlyList<WeightedVectors>? Sum { get; init; }

    /// <summary>What is done to the vectors before they are compared; null: nothing, as published.</summary>
    public VectorTreatment? Treatment { get; init; }

    /// <summary>What is left out of the gradient: "layernorm" for the norms within the layers, "embed" for embeddings, positions and output matrix, whatever a family calls them,
    /// or parameters whose name contains another word. The published set leaves out these two and keeps the final norm and all biases.</summary>
    public IReadOnlyList<string> ExcludedNames { get; init; } = [ParameterSet.LayerNorms, ParameterSet.Embeddings];

    /// <summary>Only these layers count, 0 the first, and nothing outside the layers; null: all. [0, 1] is the published subset variant.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>Entries of a unit vector below this in absolute value become 0; null: none do. 7e-3 is the published sparse variant.</summary>
    public double? SparseThreshold { get; init; }

    /// <summary>How vectors are sketched, or null: cosines are exact.</summary>
    public SketchOptions? Sketch { get; init; }

    /// <summary>Also compute the cosines of the vectors' absolute values.</summary>
    public bool Absolute { get; init; }

    /// <summary>The vectors, or their sketches, are kept instead of the cosines of all pairs: nearest neighbours are sought among them, or they are clustered as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool KeepsVectors { get; init; }

    /// <summary>The kinds that are compared, with their weights.</summary>
    internal IReadOnlyList<WeightedVectors> Parts => Sum ?? (Vectors == TokenVectorKind.HeadsRead
        ? [new(TokenVectorKind.Heads, 1), new(TokenVectorKind.Reads, 1)]
        : [new(Vectors, 1)]);

    /// <summary>Whether vectors depend on the token that is predicted, not on its context alone.</summary>
    internal bool DependsOnTargets => Treatment?.SoftTarget is null && Parts.Any(part => part.Kind is TokenVectorKind.Gradients or TokenVectorKind.Reads);

    /// <summary>What is compared, in the plural.</summary>
    internal string Plural => Sum is null ? Vectors.Plural() : string.Join(" and ", Sum.Select(part => part.Kind.Plural()));

    /// <summary>Checks the options before any work.</summary>
    /// <exception cref="ArgumentException">One is impossible, or two do not go together.</exception>
    public void Validate()
    {
        ValidateSum();
        Treatment?.Validate(this);
        if (SparseThreshold is { } threshold && !(threshold > 0 && threshold < 1))
            throw new ArgumentException($"The threshold of sparse vectors must lie between 0 and 1, but it is {threshold}.");
        if (Layers is { Count: 0 }) throw new ArgumentException("At least one layer must be compared.");
        Sketch?.Validate();
        if (Sketch is not null && Absolute)
            throw new ArgumentException("The similarity of absolute values cannot be sketched: absolute values are not linear. Use the exact method for it.");
        if (KeepsVectors && Absolute) throw new ArgumentException("Where vectors are kept, no matrix is made, and none of absolute values either.");
        if (KeepsVectors && Sketch is null && Parts.Any(part => part.Kind == TokenVectorKind.Gradients))
            throw new ArgumentException("Gradients are kept as sketches: choose --method sketch, e.g. with --dimensions 4096. Attention heads' results (--similarity heads) are kept whole.");
        if (Sketch is { Kind: SketchKind.Tensor } && (Parts is not [{ Kind: TokenVectorKind.Gradients }] || SparseThreshold is not null || Treatment is { PerLayer: true }))
            throw new ArgumentException("A tensor sketch is made from the factors of gradients, which activations and changed gradients do not have. Use a count-sketch.");
    }

    private void ValidateSum()
    {
        if (Sum is null) return;
        if (Sum.Count == 0) throw new ArgumentException("A sum of similarities must have a term, but it has none.");
        if (Sum.FirstOrDefault(part => part.Kind == TokenVectorKind.HeadsRead) is not null)
            throw new ArgumentException("heads-read is a sum itself; in another sum name heads and reads.");
        if (Sum.GroupBy(part => part.Kind).FirstOrDefault(kind => kind.Count() > 1) is { } twice)
            throw new ArgumentException($"A sum names each similarity once, but {twice.Key.ToString().ToLowerInvariant()} comes {twice.Count()} times.");
        if (Sum.FirstOrDefault(part => !(part.Weight > 0 && double.IsFinite(part.Weight))) is { } wrong)
            throw new ArgumentException($"The weight of a similarity must be above 0 and finite, but that of {wrong.Kind.ToString().ToLowerInvariant()} is {wrong.Weight}.");
    }
}

/// <summary>A term of a sum of similarities.</summary>
/// <param name="Kind">What stands for a token.</param>
/// <param name="Weight">Above 0; only the weights' proportions matter.</param>
public sealed record WeightedVectors(TokenVectorKind Kind, double Weight);

/// <summary>What is done to vectors before they are compared: nothing of it is published.</summary>
/// <remarks>Layers are brought to one length first, then each kind's vector; the corpus's mean is taken off and its spread evened out on what is compared, vectors or sketches.</remarks>
public sealed record VectorTreatment
{
    /// <summary>Each layer's part, and what lies outside the layers, is divided by its norm: the cosine becomes the mean of the layers' cosines.</summary>
    public bool PerLayer { get; init; }

    /// <summary>The mean of the unit vectors of predictions all over the corpus is taken off.</summary>
    public bool Center { get; init; }

    /// <summary>The damping of a whitening, or null: after centring, x becomes (A + d m I)^(-1/2) x, A the second moments of the unit vectors of predictions all over the corpus and m
    /// the mean of A's eigenvalues, of those that are not 0 for certain. Directions that are common to many predictions weigh less.</summary>
    public double? Whiten { get; init; }

    /// <summary>T: gradients are those of the cross-entropy between softmax(z) and the soft target softmax(z / T), z the logits, in the place of the token that came; or null. Above 1 it
    /// holds what the model might have said as well as what it says, and the token itself does not enter.</summary>
    public double? SoftTarget { get; init; }

    /// <summary>Whether something is measured over the corpus first.</summary>
    internal bool IsLearned => Center || Whiten is not null;

    internal void Validate(SimilarityOptions options)
    {
        if (Whiten is { } damping && !(damping > 0 && double.IsFinite(damping)))
            throw new ArgumentException($"The damping of a whitening must be above 0 and finite, but it is {damping}.");
        if (SoftTarget is { } temperature && !(temperature > 0 && double.IsFinite(temperature) && temperature != 1))
            throw new ArgumentException($"The temperature of a soft target must be above 0, finite and not 1, where target and prediction are one, but it is {temperature}.");
        var hasGradients = options.Parts.Any(part => part.Kind is TokenVectorKind.Gradients or TokenVectorKind.Reads);
        if (SoftTarget is not null && !hasGradients)
            throw new ArgumentException("A soft target changes gradients, and reads, which follow from them; no other vectors depend on a target.");
        if (Whiten is not null && options.Sketch is null && options.Parts.Any(part => part.Kind == TokenVectorKind.Gradients))
            throw new ArgumentException("Gradients are too long to be whitened as they are: whitening goes by their sketches. Add --method sketch.");
        if (IsLearned && options is { KeepsVectors: true, Sketch: not null })
            throw new ArgumentException("Sketches that are kept are kept as they are: neither --center nor --whiten goes with them. Attention heads' results (--similarity heads) can be centred and whitened.");
        if (IsLearned && options.Absolute)
            throw new ArgumentException("The similarity of absolute values is that of vectors as they are: it takes neither centring nor whitening.");
    }
}
