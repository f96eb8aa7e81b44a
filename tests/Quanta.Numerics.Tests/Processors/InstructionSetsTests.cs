using Quanta.Numerics.Processors;
using Quanta.Numerics.Tests.Products;

namespace Quanta.Numerics.Tests.Processors;

public class InstructionSetsTests
{
    [Fact]
    public void The_widest_set_is_used_and_the_portable_one_is_always_there()
    {
        Assert.Equal(InstructionSets.Available.Order(), InstructionSets.Available);
        Assert.Equal(InstructionSet.Portable, InstructionSets.Available[^1]);
        Assert.Equal(InstructionSets.NameOf(InstructionSets.Available[0]), InstructionSets.InUse);
    }

    /// <summary>Shows as skipped which products this processor cannot test.</summary>
    [Theory]
    [InstructionSetData(InstructionSet.Avx512)]
    [InstructionSetData(InstructionSet.Avx2)]
    [InstructionSetData(InstructionSet.Portable)]
    public void Products_are_tested_on_every_instruction_set(InstructionSet instructions) =>
        Assert.Contains(Implementations.ManagedName(instructions), ((IEnumerable<object[]>)Implementations.Reproducible).Select(row => (string)row[0]));
}
