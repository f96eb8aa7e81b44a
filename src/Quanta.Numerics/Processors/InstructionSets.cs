using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Quanta.Numerics.Processors;

/// <summary>The vector instructions for which code is compiled, the widest first.</summary>
public enum InstructionSet
{
    /// <summary>512 bits, x86.</summary>
    Avx512,

    /// <summary>256 bits with fused multiply-add, x86.</summary>
    Avx2,

    /// <summary>128 bits on any processor: NEON, SSE, or plain instructions. Where x86 lacks AVX2, fused multiply-adds are computed without it: right, but slowly.</summary>
    Portable,
}

/// <summary>The one place that asks the processor what it has. Whatever is written for several instruction sets takes one of <see cref="Available"/>:
/// production the first, tests and benchmarks all.</summary>
/// <remarks>DOTNET_EnableAVX512=0 and DOTNET_EnableAVX2=0 in the environment switch sets off for the whole process.</remarks>
public static class InstructionSets
{
    /// <summary>Those that this process can use, the widest first; <see cref="InstructionSet.Portable"/> is always among them.</summary>
    public static IReadOnlyList<InstructionSet> Available { get; } = [.. Enum.GetValues<InstructionSet>().Where(set => WhyMissing(set) is null)];

    /// <summary>The name of the set that production uses, for records: "AVX-512", "AVX2", "NEON", "SSE" or "128 bits".</summary>
    public static string InUse { get; } = NameOf(Available[0]);

    public static string NameOf(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Avx512 => "AVX-512",
        InstructionSet.Avx2 => "AVX2",
        _ => AdvSimd.IsSupported ? "NEON" : Sse.IsSupported ? "SSE" : "128 bits",
    };

    /// <summary>Null, or the sentence that says why the set cannot be used.</summary>
    public static string? WhyMissing(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Avx512 when !Avx512F.IsSupported => "this processor has no AVX-512, or it is switched off",
        InstructionSet.Avx2 when !Avx2.IsSupported || !Fma.IsSupported => "this processor has no AVX2 with fused multiply-add, or it is switched off",
        _ => null,
    };
}
