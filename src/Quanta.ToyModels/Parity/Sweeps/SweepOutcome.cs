using Quanta.ToyModels.Parity.Storage;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Sweeps;

/// <summary>One run of a sweep: its summary, or the sentence that says why it failed.</summary>
/// <param name="Index">Position in the grid, and the name of its folder, in four digits.</param>
/// <param name="Options">What was run.</param>
/// <param name="Summary">Null when the run failed.</param>
/// <param name="Failure">Null when the run succeeded.</param>
public sealed record SweepOutcome(int Index, ParityOptions Options, ParitySummary? Summary, string? Failure);

/// <summary>How far a sweep is.</summary>
/// <param name="Finished">Runs done, earlier ones included.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="Total">Runs in all.</param>
/// <param name="Fraction">The part of the estimated work that is done, 0 to 1.</param>
public sealed record SweepProgress(int Finished, int Failed, int Total, double Fraction);
