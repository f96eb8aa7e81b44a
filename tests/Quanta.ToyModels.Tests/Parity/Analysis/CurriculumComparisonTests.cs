using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Tasks;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Tests.Parity.Analysis;

public class CurriculumComparisonTests
{
    private static readonly ParityOptions Options = new()
    {
        Tasks = 4,
        Bits = 32,
        SubsetSize = 3,
        Uniform = true,
        Width = 96,
        BatchSize = 1500,
        Steps = 1200,
        LogEvery = 600,
        LearningRate = 5e-3,
        TestPoints = 0,
        TestPointsPerTask = 500,
        Composite = new CompositeOptions(2) { Share = 0.4 },
    };

    [Fact]
    public void Atoms_in_the_data_teach_the_composites()
    {
        var table = CurriculumComparison.Run(Options);
        Assert.Equal([0.0, 600, 1200], table.Column("step"));
        var (with, without) = (table.Column("with_atoms_bits")[^1], table.Column("without_atoms_bits")[^1]);
        Assert.True(with < without - 0.1, $"with atoms {with}, without {without}");
    }

    [Fact]
    public void Without_both_kinds_there_is_nothing_to_compare()
    {
        Assert.Throws<ArgumentException>(() => CurriculumComparison.Run(Options with { Composite = null }));
        Assert.Throws<ArgumentException>(() => CurriculumComparison.Run(Options with { Composite = new CompositeOptions(2) { Share = 1 } }));
    }
}
