namespace Quanta.Numerics.Products;

/// <summary>The registry of product implementations: production takes one, tests and benchmarks enumerate all.</summary>
public static class MatrixProducts
{
    private static readonly IMatrixProduct[] Ordered = [new ManagedProduct(), new NaiveProduct()];

    /// <summary>Every implementation that works on this machine, best first; the last is the oracle.</summary>
    public static IReadOnlyList<IMatrixProduct> Available => Ordered;

    /// <summary>The implementation that works everywhere and promises reproducible bits.</summary>
    public static IMatrixProduct Default => Ordered[0];
}
