using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Storage;

/// <summary>What a finished run says of itself in result.json. Losses in nats.</summary>
/// <param name="Parameters">P.</param>
/// <param name="TrainingRows">D for finite data: the rows that the set really has.</param>
/// <param name="Stop">Why the run ended.</param>
/// <param name="Steps">Optimiser steps made.</param>
/// <param name="LastLoggedLoss">The last mean test loss logged before an update, what the published figures use; NaN without evaluations.</param>
/// <param name="BestLoss">The least logged mean test loss.</param>
/// <param name="BestStep">Its step, the first if several.</param>
/// <param name="FinalLoss">The mean test loss of the final weights.</param>
/// <param name="FinalAccuracy">Their accuracy over the rows tested.</param>
/// <param name="Implementation">What trained it, "tables, AVX-512" for one; null in records older than this entry.</param>
public sealed record ParitySummary(
    long Parameters, int? TrainingRows, ParityStop Stop, long Steps, double LastLoggedLoss, double BestLoss, long BestStep, double FinalLoss, double FinalAccuracy,
    string? Implementation = null)
{
    internal static ParitySummary Of(ParityResult result)
    {
        var best = result.Log.MinBy(e => double.IsNaN(e.MeanLoss) ? double.PositiveInfinity : e.MeanLoss);
        return new ParitySummary(
            result.ParameterCount, result.TrainingRows, result.Stop, result.Network.Step, result.Log is [.., var last] ? last.MeanLoss : double.NaN,
            best?.MeanLoss ?? double.NaN, best?.Step ?? 0, result.Final.MeanLoss, result.Final.Accuracy, result.Implementation);
    }
}
