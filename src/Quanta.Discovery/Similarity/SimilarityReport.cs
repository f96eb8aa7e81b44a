namespace Quanta.Discovery.Similarity;

/// <summary>What was compared: similarity/report.json.</summary>
/// <param name="Gradients">n.</param>
/// <param name="Parameters">The number of entries of a gradient, p.</param>
public sealed record SimilarityReport(int Gradients, long Parameters);
