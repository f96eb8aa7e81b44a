namespace Quanta.Numerics.Products;

/// <summary>The product that <see cref="MatrixProducts.Select"/> chose.</summary>
/// <param name="Product">The implementation.</param>
/// <param name="Rejected">The others that were thought of, each with the reason why it was passed over.</param>
public sealed record ProductChoice(IMatrixProduct Product, IReadOnlyList<(string Name, string Reason)> Rejected);
