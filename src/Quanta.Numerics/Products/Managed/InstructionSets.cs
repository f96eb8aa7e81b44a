using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quanta.Numerics.Products.Managed;

internal static class InstructionSets
{
    /// <summary>Those that this processor has, the widest first.</summary>
    public static IReadOnlyList<InstructionSet> Available { get; } = [.. Enum.GetValues<InstructionSet>().Where(IsSupported)];

    public static MatrixKernels Create(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Avx512 => new VectorKernels<Vector512<float>, Avx512Lanes>(),
        InstructionSet.Avx2 => new VectorKernels<Vector256<float>, Avx2Lanes>(),
        _ => new VectorKernels<Vector128<float>, PortableLanes>(),
    };

    private static bool IsSupported(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Avx512 => Avx512F.IsSupported,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };
}
