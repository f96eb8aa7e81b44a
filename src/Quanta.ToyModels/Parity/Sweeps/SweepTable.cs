using Quanta.ToyModels.Parity.Analysis;

namespace Quanta.ToyModels.Parity.Sweeps;

/// <summary>A sweep's outcomes as a table, one row a run, losses in bits.</summary>
public static class SweepTable
{
    public static ResultTable Of(IReadOnlyList<SweepOutcome> outcomes)
    {
        var table = new ResultTable("run", "tasks", "bits", "k", "alpha", "offset", "examples", "width", "learning_rate", "weight_decay", "seed", "parameters", "steps",
            "last_logged_loss_bits", "best_loss_bits", "best_step", "final_loss_bits", "final_accuracy");
        foreach (var (index, run, summary, _) in outcomes)
        {
            if (summary is null) continue;
            table.Add(index, run.Tasks, run.Bits, run.SubsetSize, run.Uniform ? 0 : run.Alpha, run.Offset, summary.TrainingRows ?? -1, run.Width, run.LearningRate, run.WeightDecay, run.Seed,
                summary.Parameters, summary.Steps, Bits.FromNats(summary.LastLoggedLoss), Bits.FromNats(summary.BestLoss), summary.BestStep, Bits.FromNats(summary.FinalLoss), summary.FinalAccuracy);
        }
        return table;
    }
}
