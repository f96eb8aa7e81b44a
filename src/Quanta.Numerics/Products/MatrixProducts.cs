using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Quanta.Numerics.Products;

/// <summary>The registry of product implementations: production takes one, tests and benchmarks enumerate all.</summary>
public static class MatrixProducts
{
    private static readonly Lazy<(List<IMatrixProduct> Usable, List<(string Name, string Reason)> Missing)> Natives = new(LoadNatives);

    private static readonly NaiveProduct Oracle = new();

    /// <summary>Every implementation that works on this machine, the default first; the last is the oracle.</summary>
    public static IReadOnlyList<IMatrixProduct> Available => [Default, .. Natives.Value.Usable, Oracle];

    /// <summary>The implementation that works everywhere and promises reproducible bits.</summary>
    public static IMatrixProduct Default { get; } = new ManagedProduct();

    /// <summary>Chooses by name: "managed", "openblas", "mkl", "naive", or "auto".</summary>
    /// <remarks>"auto" is "managed" wherever the processor has a fused multiply-add, because there it is as fast as the libraries
    /// (benchmarks/results/products.md) and promises its bits; elsewhere a library that works.</remarks>
    /// <exception cref="ArgumentException">There is no such implementation, or it does not work on this machine; the message says why.</exception>
    public static ProductChoice Select(string name)
    {
        if (name == "auto") return SelectAutomatically();
        if (Available.FirstOrDefault(product => product.Name == name) is { } product) return new ProductChoice(product, []);
        foreach (var (missing, reason) in Natives.Value.Missing)
            if (missing == name) throw new ArgumentException($"The matrix product '{name}' was asked for but does not work here: {reason}; or choose 'managed'.", nameof(name));
        throw new ArgumentException($"There is no matrix product '{name}': choose managed, openblas, mkl, naive or auto.", nameof(name));
    }

    private static ProductChoice SelectAutomatically()
    {
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return new ProductChoice(Default, [.. BlasLibrary.All.Select(library => (library.Name, "not tried: 'managed' is as fast here and its bits are reproducible"))]);
        var (usable, missing) = Natives.Value;
        return usable.Count == 0
            ? new ProductChoice(Default, missing)
            : new ProductChoice(usable[0], [(Default.Name, "this processor has no fused multiply-add, without which it is slow"), .. missing]);
    }

    private static (List<IMatrixProduct> Usable, List<(string Name, string Reason)> Missing) LoadNatives()
    {
        var usable = new List<IMatrixProduct>();
        var missing = new List<(string Name, string Reason)>();
        foreach (var library in BlasLibrary.All)
        {
            if (NativeProduct.TryCreate(library, out var product, out var reason)) usable.Add(product);
            else missing.Add((library.Name, reason));
        }
        return (usable, missing);
    }
}

/// <summary>The product that <see cref="MatrixProducts.Select"/> chose.</summary>
/// <param name="Product">The implementation.</param>
/// <param name="Rejected">The others that were thought of, each with the reason why it was passed over.</param>
public sealed record ProductChoice(IMatrixProduct Product, IReadOnlyList<(string Name, string Reason)> Rejected);
