namespace Quanta.Numerics.Products.Managed;

/// <summary>The sizes in which matrices are cut.</summary>
internal static class Blocking
{
    /// <summary>Products that are summed in registers before they are added to C: part of the definition of every element's bits.</summary>
    /// <remarks>A panel of A of this depth, 28 KB, just fits a first-level cache. Deeper means fewer passes over C.</remarks>
    public const int Depth = 512;

    /// <summary>Rows of A that are packed at a time when B has several blocks of columns, each of which meets all of them: 2.6 MB, a share of the third-level cache.</summary>
    public const int SlabRows = 1344;

    /// <summary>Rows of A that are packed at a time when a single block of B meets all rows: 224 KB, a share of the second-level cache.</summary>
    public const int SingleBlockSlabRows = 112;

    /// <summary>The most rows of A for which B is read as it lies: with fewer, a packed B is not used often enough to repay its packing.</summary>
    public const int UnpackedRows = 28;

    /// <summary>The size of the parts, each a multiple of <paramref name="step"/> but the last,
    /// when as few as possible of at most <paramref name="most"/> are made as even as possible.</summary>
    public static int EvenPart(int total, int most, int step)
    {
        var parts = Math.Max(1, (total + most - 1) / most);
        return Math.Max(1, (total + parts * step - 1) / (parts * step)) * step;
    }
}
