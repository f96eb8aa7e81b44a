using Quanta.Numerics.Processors;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Tests.Products;

/// <summary>Every product that works on this machine, and the managed one forced to each of the machine's instruction sets.</summary>
public static class Implementations
{
    private static readonly Dictionary<string, IMatrixProduct> Managed =
        InstructionSets.Available.ToDictionary(ManagedName, IMatrixProduct (set) => new ManagedProduct(set));

    private static readonly Dictionary<string, IMatrixProduct> ByName =
        MatrixProducts.Available.ToDictionary(product => product.Name).Concat(Managed).ToDictionary();

    public static TheoryData<string> All => [.. ByName.Keys];

    /// <summary>Those that promise reproducible bits.</summary>
    public static TheoryData<string> Reproducible => [.. Managed.Keys];

    public static string ManagedName(InstructionSet instructions) => $"managed, {instructions}";

    public static IMatrixProduct Get(string name) => ByName[name];
}
