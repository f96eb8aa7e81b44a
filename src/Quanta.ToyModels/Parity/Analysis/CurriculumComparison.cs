using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Analysis;

/// <summary>Compositional parity with and without its curriculum: are composite subtasks learned sooner when their atoms are in the data?</summary>
public static class CurriculumComparison
{
    /// <summary>Trains twice, with the composites at their share beside the atoms, and with composites alone at the same number of composite rows a step.</summary>
    /// <remarks>The run without atoms has a batch smaller by the share, so that both see as many composite rows.</remarks>
    /// <param name="options">A run with <see cref="ParityOptions.Composite"/> and a share above 0 and below 1.</param>
    /// <param name="execution">How both are run.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <returns>For each log point the mean test loss of the composites, bits, with atoms and without.</returns>
    /// <exception cref="ArgumentException">There are no composites, or the share is 0 or 1.</exception>
    public static ResultTable Run(ParityOptions options, ParityExecution? execution = null, CancellationToken cancellation = default)
    {
        if (options.Composite is not { Share: > 0 and < 1 } composite)
            throw new ArgumentException("A curriculum comparison needs composite subtasks with a share above 0 and below 1.", nameof(options));
        var alone = options with { Composite = composite with { Share = 1 }, BatchSize = Math.Max(1, (int)(options.BatchSize * composite.Share)) };
        var withAtoms = ParityTrainer.Train(options, execution, cancellation: cancellation);
        var withoutAtoms = ParityTrainer.Train(alone, execution, cancellation: cancellation);
        var table = new ResultTable("step", "with_atoms_bits", "without_atoms_bits");
        foreach (var (with, without) in withAtoms.Log.Append(withAtoms.Final).Zip(withoutAtoms.Log.Append(withoutAtoms.Final)))
            table.Add(with.Step, CompositeLoss(with, options), CompositeLoss(without, options));
        return table;
    }

    private static double CompositeLoss(ParityEvaluation evaluation, ParityOptions options) =>
        Bits.FromNats(evaluation.SubtaskLosses.Skip(options.Tasks).Average(loss => (double)loss));
}
