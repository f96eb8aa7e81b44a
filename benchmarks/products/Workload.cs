using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Products.Benchmarks;

/// <summary>What is multiplied, and how it lies.</summary>
internal enum Operation
{
    /// <summary>A B, both row-major.</summary>
    Multiply,

    /// <summary>A B^T, B row-major: activations by weights as checkpoints store them.</summary>
    MultiplyByTranspose,

    /// <summary>A B^T with B^T packed beforehand, which counts for nothing.</summary>
    MultiplyByPacked,

    /// <summary>A^T B: a weight gradient.</summary>
    TransposeMultiply,

    /// <summary>A A^T.</summary>
    MultiplyByOwnTranspose,
}

/// <summary>One line of the results: C [M, N] from K products an element.</summary>
internal sealed record Workload(Operation Operation, int M, int N, int K)
{
    public static IReadOnlyList<Workload> All { get; } =
    [
        new(Operation.Multiply, 512, 512, 512),
        new(Operation.Multiply, 1024, 1024, 1024),
        new(Operation.Multiply, 2048, 2048, 2048),
        new(Operation.Multiply, 4096, 4096, 4096),
        new(Operation.Multiply, 1024, 2048, 512),
        new(Operation.MultiplyByOwnTranspose, 1024, 1024, 1024),
        new(Operation.MultiplyByOwnTranspose, 2048, 2048, 2048),
        new(Operation.MultiplyByOwnTranspose, 1000, 1000, 50_000),
        new(Operation.MultiplyByTranspose, 1024, 1536, 512),
        new(Operation.MultiplyByTranspose, 64, 1536, 512),
        new(Operation.MultiplyByTranspose, 8, 1536, 512),
        new(Operation.MultiplyByTranspose, 1, 1536, 512),
        new(Operation.MultiplyByPacked, 64, 1536, 512),
        new(Operation.MultiplyByPacked, 8, 1536, 512),
        new(Operation.MultiplyByPacked, 1, 1536, 512),
        new(Operation.Multiply, 8, 512, 1536),
        new(Operation.Multiply, 1, 512, 1536),
        new(Operation.MultiplyByTranspose, 256, 256, 64),
        new(Operation.Multiply, 256, 64, 256),
        new(Operation.Multiply, 64, 64, 64),
        new(Operation.TransposeMultiply, 2048, 512, 256),
        new(Operation.TransposeMultiply, 2048, 512, 8),
        new(Operation.MultiplyByPacked, 10, 50_304, 512),
    ];

    /// <summary>Additions and multiplications; of a symmetric product half.</summary>
    public double Operations => (Operation == Operation.MultiplyByOwnTranspose ? 1.0 : 2.0) * M * N * K;

    public override string ToString() => Operation switch
    {
        Operation.Multiply => $"A B, {M} x {N} x {K}",
        Operation.MultiplyByTranspose => $"A Bᵀ, {M} x {N} x {K}",
        Operation.MultiplyByPacked => $"A Bᵀ packed, {M} x {N} x {K}",
        Operation.TransposeMultiply => $"Aᵀ B, {M} x {N} x {K}",
        _ => $"A Aᵀ, {M} x {M} x {K}",
    };

    /// <summary>The matrices, and for each product the action to be timed.</summary>
    public Prepared Prepare(IReadOnlyList<IMatrixProduct> products, int threads)
    {
        var a = Operation == Operation.TransposeMultiply ? RandomMatrix(K, M, 1) : RandomMatrix(M, K, 1);
        var b = Operation is Operation.MultiplyByTranspose or Operation.MultiplyByPacked ? RandomMatrix(N, K, 2) : RandomMatrix(K, N, 2);
        var c = new Matrix(M, N);
        var owned = new List<IDisposable> { a, b, c };
        return new Prepared([.. products.Select(Action)], owned);

        Action Action(IMatrixProduct product)
        {
            switch (Operation)
            {
                case Operation.Multiply: return () => product.Multiply(a.View, b.View, c.View, threads: threads);
                case Operation.MultiplyByTranspose: return () => product.Multiply(a.View, b.View.Transposed, c.View, threads: threads);
                case Operation.TransposeMultiply: return () => product.Multiply(a.View.Transposed, b.View, c.View, threads: threads);
                case Operation.MultiplyByOwnTranspose: return () => product.MultiplyByOwnTranspose(a.View, c.View, threads: threads);
                default:
                    var packed = product.Pack(b.View.Transposed);
                    owned.Add(packed);
                    return () => product.Multiply(a.View, packed, c.View, threads: threads);
            }
        }
    }

    private static Matrix RandomMatrix(int rows, int columns, ulong seed)
    {
        var random = new Philox(seed);
        var matrix = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
            foreach (ref var value in matrix.Row(i)) value = 2 * random.NextSingle() - 1;
        return matrix;
    }
}
