using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Tests.Clustering;

/// <summary>Planted clusters with their angular similarities: the matrices of references.py, but for rounding.</summary>
internal sealed class PlantedAffinity : IDisposable
{
    private readonly PlantedClusters _planted, _angular;

    public PlantedAffinity(int n, int clusters, int dimensions, double noise, ulong seed)
    {
        var options = new PlantedClustersOptions(n, clusters, dimensions, noise) { Seed = seed };
        _planted = PlantedClusters.Create(options, MatrixProducts.Default);
        _angular = PlantedClusters.Create(options, MatrixProducts.Default);
        AngularAffinity.Apply(_angular.Cosines.View);
    }

    /// <summary>[n, n]: 1 - arccos(cosine) / pi.</summary>
    public Matrix Affinity => _angular.Cosines;

    /// <summary>[n, n].</summary>
    public Matrix Cosines => _planted.Cosines;

    /// <summary>[n].</summary>
    public int[] Labels => _planted.Labels;

    public void Dispose()
    {
        _planted.Dispose();
        _angular.Dispose();
    }
}
