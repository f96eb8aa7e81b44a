using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Eigenvectors;

/// <summary>Where the eigenvalues of a symmetric operator lie.</summary>
/// <param name="Lowest">A little below the smallest eigenvalue, very probably.</param>
/// <param name="Magnitude">About the largest |eigenvalue|, from below.</param>
internal readonly record struct SpectrumBounds(double Lowest, double Magnitude)
{
    private const int Steps = 14;

    /// <summary>Lanczos from a random vector, with the safeguard of Zhou and Li 2011, "Bounding the spectrum of large Hermitian matrices".</summary>
    public static SpectrumBounds Estimate(ISymmetricOperator a, Philox random, BlockProducts products, CancellationToken cancellation)
    {
        var steps = Math.Min(Steps, a.Size);
        using var basis = new Matrix(a.Size, steps + 1);
        using var input = new Matrix(a.Size, 1);
        using var image = new Matrix(a.Size, 1);
        var (diagonal, offDiagonal) = (new double[steps], new double[steps]);
        for (var i = 0; i < a.Size; i++) image[i, 0] = (float)random.NextGaussian();
        var last = steps;
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            products.NormalizeColumns(image.View);
            CopyColumn(image, basis, step);
            CopyColumn(image, input, 0);
            a.Apply(input.View, image.View);
            diagonal[step] = Dot(input, image);
            products.ProjectOut(basis.View.Columns(0, step + 1), image.View);
            products.ProjectOut(basis.View.Columns(0, step + 1), image.View);
            offDiagonal[step] = Math.Sqrt(Dot(image, image));
            if (offDiagonal[step] > 1e-6 * Math.Abs(diagonal[0])) continue;
            last = step + 1;
            break;
        }
        return FromTridiagonal(diagonal.AsSpan(0, last), offDiagonal.AsSpan(0, last));
    }

    private static SpectrumBounds FromTridiagonal(Span<double> diagonal, Span<double> offDiagonal)
    {
        var remainder = offDiagonal[^1];
        using var vectors = new DoubleMatrix(diagonal.Length, diagonal.Length);
        for (var i = 0; i < diagonal.Length; i++) vectors[i, i] = 1;
        ImplicitQl.Solve(diagonal, offDiagonal, vectors.View);
        var (lowest, magnitude) = (double.PositiveInfinity, 0.0);
        for (var i = 0; i < diagonal.Length; i++)
        {
            lowest = Math.Min(lowest, diagonal[i] - remainder * Math.Abs(vectors[i, diagonal.Length - 1]));
            magnitude = Math.Max(magnitude, Math.Abs(diagonal[i]));
        }
        return new SpectrumBounds(lowest, magnitude);
    }

    private static void CopyColumn(Matrix source, Matrix target, int column)
    {
        for (var i = 0; i < source.Rows; i++) target[i, column] = source[i, 0];
    }

    private static double Dot(Matrix x, Matrix y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Rows; i++) sum += (double)x[i, 0] * y[i, 0];
        return sum;
    }
}
