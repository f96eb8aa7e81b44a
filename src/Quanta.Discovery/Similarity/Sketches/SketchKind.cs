namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>How a vector becomes a sketch.</summary>
public enum SketchKind
{
    /// <summary>A count-sketch of the whole vector, which is formed for it. Every vector can then be compared with the audited ones.</summary>
    Count,

    /// <summary>A TensorSketch of each weight's gradient from its factors, where that is cheaper than to form it. Only gradients that the audit compares are
    /// formed whole, so that far less memory is needed; whole runs gain little time (8 % a gradient at hidden 1024, nothing at 512, on two cores).</summary>
    Tensor,
}
