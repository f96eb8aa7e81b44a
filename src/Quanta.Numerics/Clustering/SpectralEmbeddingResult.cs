using Quanta.Numerics.Eigenvectors;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering;

/// <summary>Coordinates of points whose affinities are given.</summary>
/// <param name="Eigenvalues">[k], descending: of D^-1/2 A D^-1/2, whose largest is 1; 1 minus them are those of the Laplacian.</param>
/// <param name="Vectors">[n, k]: the embedding. The first c columns are the embedding in c dimensions. The caller disposes it.</param>
/// <param name="Residuals">[k]: of the unit eigenvectors that the columns were made from.</param>
/// <param name="Status">How the search for eigenvectors ended.</param>
/// <param name="Summary">The same in one sentence.</param>
public sealed record SpectralEmbeddingResult(
    double[] Eigenvalues, Matrix Vectors, double[] Residuals, EigenvectorStatus Status, string Summary) : IDisposable
{
    public void Dispose() => Vectors.Dispose();
}
