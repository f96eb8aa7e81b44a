namespace Quanta.Discovery.Similarity;

/// <summary>Which similarity of gradients is computed.</summary>
public sealed record SimilarityOptions
{
    /// <summary>Parameters whose name contains one of these are left out of the gradient. The published set leaves out the embeddings and the layers'
    /// own layer norms, and keeps <c>final_layer_norm</c> and all biases.</summary>
    public IReadOnlyList<string> ExcludedNames { get; init; } = ["layernorm", "embed"];

    /// <summary>How gradients are sketched, or null: cosines are exact.</summary>
    public SketchOptions? Sketch { get; init; }

    /// <summary>Also compute the cosines of the gradients' absolute values.</summary>
    public bool Absolute { get; init; }
}
