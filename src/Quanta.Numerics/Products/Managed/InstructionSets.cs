using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quanta.Numerics.Products.Managed;

internal static class InstructionSets
{
    /// <summary>Those that this processor has, the widest first.</summary>
    public static IReadOnlyList<InstructionSet> Available { get; } = [.. Enum.GetValues<InstructionSet>().Where(IsSupported)];

    public static BlockedProduct Create(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Avx512 => new PackedProduct<Vector512<float>, Avx512Lanes>(),
        InstructionSet.Avx2 => new PackedProduct<Vector256<float>, Avx2Lanes>(),
        _ => new PackedProduct<Vector128<float>, PortableLanes>(),
    };

    private static bool IsSupported(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Avx512 => Avx512F.IsSupported,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };
}
