namespace Quanta.Numerics.Tests.Products;

/// <summary>How a view lies in memory.</summary>
public enum Layout
{
    /// <summary>Rows contiguous, as wide as the surrounding matrix but for the border.</summary>
    Rows,

    /// <summary>Columns contiguous.</summary>
    Columns,

    /// <summary>Neither: every third column of every second row.</summary>
    Scattered,
}
