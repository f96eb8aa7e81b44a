namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>How a vector becomes a sketch.</summary>
public enum SketchKind
{
    /// <summary><see cref="Tensor"/> where that is the faster for the model's shape, else <see cref="Count"/>.</summary>
    Automatic,

    /// <summary>A count-sketch of the whole vector, which is formed for it. Every vector can then be compared with the audited ones.</summary>
    Count,

    /// <summary>A TensorSketch of each weight's gradient from its factors: no gradient is formed, but those that the audit compares.</summary>
    Tensor,
}
