using Quanta.ToyModels.Parity.Networks.Internals;

namespace Quanta.ToyModels.Tests.Parity.Networks;

/// <summary>A fact about the table network, skipped where the processor cannot run it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TableFactAttribute : FactAttribute
{
    public TableFactAttribute() => Skip = TableSupport.WhyMissing;
}

/// <summary>A theory about the table network, skipped where the processor cannot run it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TableTheoryAttribute : TheoryAttribute
{
    public TableTheoryAttribute() => Skip = TableSupport.WhyMissing;
}

internal static class TableSupport
{
    public static string? WhyMissing { get; } = LookupForward.IsSupported ? null : "the table network needs AVX-512 and AVX2, which this processor does not have";
}
