namespace Quanta.Numerics.Products.Managed;

/// <summary>The register blocks of one instruction set, by their number of rows and vectors.</summary>
internal static unsafe class RegisterBlocks<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private static readonly delegate*<nint, float*, float*, nint, float*, nint, bool, void>[] OneVector = All<Count1>();
    private static readonly delegate*<nint, float*, float*, nint, float*, nint, bool, void>[] TwoVectors = All<Count2>();

    /// <summary>The block of <paramref name="rows"/> rows, and of as many vectors as <paramref name="columns"/> columns need.</summary>
    public static delegate*<nint, float*, float*, nint, float*, nint, bool, void> For(int rows, int columns) =>
        (columns <= TLanes.Width ? OneVector : TwoVectors)[rows - 1];

    private static delegate*<nint, float*, float*, nint, float*, nint, bool, void>[] All<TColumns>()
        where TColumns : struct, ICount =>
    [
        &RegisterBlock<TVector, TLanes, Count1, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count2, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count3, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count4, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count5, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count6, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count7, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count8, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count9, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count10, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count11, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count12, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count13, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count14, TColumns>.Multiply,
    ];
}
