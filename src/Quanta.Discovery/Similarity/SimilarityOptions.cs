using Quanta.Discovery.Similarity.Sketches;
using Quanta.LanguageModels.Gradients;

namespace Quanta.Discovery.Similarity;

/// <summary>What stands for a token when tokens are compared.</summary>
public enum TokenVectorKind
{
    /// <summary>The gradient of the loss on the token.</summary>
    Gradients,

    /// <summary>The MLP activations, after the activation function, at the token before it.</summary>
    Activations,
}

/// <summary>Which similarity of tokens is computed. The defaults are the published similarity.</summary>
public sealed record SimilarityOptions
{
    public TokenVectorKind Vectors { get; init; }

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

    internal void Validate()
    {
        if (SparseThreshold is { } threshold && !(threshold > 0 && threshold < 1))
            throw new ArgumentException($"The threshold of sparse vectors must lie between 0 and 1, but it is {threshold}.");
        if (Layers is { Count: 0 }) throw new ArgumentException("At least one layer must be compared.");
        Sketch?.Validate();
        if (Sketch is not null && Absolute)
            throw new ArgumentException("The similarity of absolute values cannot be sketched: absolute values are not linear. Use the exact method for it.");
        if (Sketch is { Kind: SketchKind.Tensor } && (Vectors != TokenVectorKind.Gradients || SparseThreshold is not null))
            throw new ArgumentException("A tensor sketch is made from the factors of gradients, which activations and sparse gradients do not have. Use a count-sketch.");
    }
}
