using System.Reflection;
using Quanta.Numerics.Processors;
using Xunit.Sdk;

namespace Quanta.Numerics.Tests.Processors;

/// <summary>A theory's cases for one instruction set, its first argument; skipped, with the reason, where the processor cannot run it.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class InstructionSetDataAttribute : DataAttribute
{
    private readonly InstructionSet _instructions;

    public InstructionSetDataAttribute(InstructionSet instructions)
    {
        _instructions = instructions;
        Skip = InstructionSets.WhyMissing(instructions);
    }

    /// <summary>A static property of the test class with the other arguments, or null if there are none.</summary>
    public string? Others { get; set; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        if (Others is null) return [[_instructions]];
        var rows = (IEnumerable<object[]>)testMethod.DeclaringType!.GetProperty(Others)!.GetValue(null)!;
        return rows.Select(row => (object[])[_instructions, .. row]);
    }
}
