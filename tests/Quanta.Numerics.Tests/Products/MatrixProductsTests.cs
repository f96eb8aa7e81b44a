using System.Runtime.InteropServices;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Tests.Products;

/// <summary>The registry, and what happens where a library is missing or wrong.</summary>
public class MatrixProductsTests
{
    [Fact]
    public void The_default_is_first_and_the_oracle_last()
    {
        Assert.Same(MatrixProducts.Default, MatrixProducts.Available[0]);
        Assert.IsType<NaiveProduct>(MatrixProducts.Available[^1]);
        Assert.Equal(MatrixProducts.Available.Count, MatrixProducts.Available.Select(product => product.Name).Distinct().Count());
    }

    [Fact]
    public void Each_available_product_is_found_by_its_name()
    {
        foreach (var product in MatrixProducts.Available) Assert.Equal(product.Name, MatrixProducts.Select(product.Name).Product.Name);
    }

    [Fact]
    public void Auto_chooses_a_product_and_says_why_the_libraries_were_passed_over()
    {
        var choice = MatrixProducts.Select("auto");
        Assert.Contains(choice.Product.Name, MatrixProducts.Available.Select(product => product.Name));
        foreach (var library in BlasLibrary.All.Where(library => library.Name != choice.Product.Name))
            Assert.Contains(choice.Rejected, rejected => rejected.Name == library.Name && rejected.Reason.Length > 0);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => MatrixProducts.Select("atlas"));
        Assert.StartsWith("There is no matrix product 'atlas': choose managed, openblas, mkl, naive or auto.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_works_is_chosen_and_one_that_does_not_is_refused_with_the_reason()
    {
        foreach (var library in BlasLibrary.All)
        {
            if (NativeProduct.TryCreate(library, out _, out var reason)) Assert.Equal(library.Name, MatrixProducts.Select(library.Name).Product.Name);
            else Assert.Contains(reason, Assert.Throws<ArgumentException>(() => MatrixProducts.Select(library.Name)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_library_is_reported_with_its_file_names_and_advice()
    {
        var library = BlasLibrary.OpenBlas with { FileNames = ["no-such-library-1", "no-such-library-2"], Advice = "install it" };
        Assert.False(NativeProduct.TryCreate(library, out _, out var reason));
        Assert.Equal("none of no-such-library-1, no-such-library-2 could be loaded: install it", reason);
    }

    [Fact]
    public void A_library_without_the_functions_is_reported()
    {
        var file = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "kernel32.dll" : OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6";
        Assert.False(NativeProduct.TryCreate(BlasLibrary.OpenBlas with { FileNames = [file] }, out _, out var reason));
        Assert.Equal($"{file} has no cblas_sgemm or no cblas_ssyrk", reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.0001f)]
    [InlineData(float.NaN)]
    public void The_probe_passes_a_right_product_alone(float factor) => Assert.Equal(factor == 1, ProductProbe.Passes(new ScaledProduct(factor)));

    /// <summary>A product whose last element is off by a factor.</summary>
    private sealed class ScaledProduct(float factor) : IMatrixProduct
    {
        public string Name => "scaled";

        public void Multiply(MatrixView a, MatrixView b, MatrixView c, bool accumulate = false, int threads = 1)
        {
            MatrixProducts.Default.Multiply(a, b, c, accumulate, threads);
            c[c.RowCount - 1, c.ColumnCount - 1] *= factor;
        }

        public void MultiplyByOwnTranspose(MatrixView a, MatrixView c, bool accumulate = false, int threads = 1)
        {
            MatrixProducts.Default.MultiplyByOwnTranspose(a, c, accumulate, threads);
            c[c.RowCount - 1, c.ColumnCount - 1] *= factor;
        }
    }
}
