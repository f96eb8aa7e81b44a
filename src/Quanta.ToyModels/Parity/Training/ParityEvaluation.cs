namespace Quanta.ToyModels.Parity.Training;

/// <summary>Losses on fresh test data.</summary>
/// <param name="Step">Optimiser steps that the network had taken.</param>
/// <param name="MeanLoss">Nats, over the rows drawn; NaN if there were none.</param>
/// <param name="Accuracy">The fraction right of the rows drawn. The published script divides by the nominal test points instead, a little more.</param>
/// <param name="SubtaskLosses">[subtasks], nats, each over its own fresh rows.</param>
/// <param name="SubtaskAccuracies">[subtasks].</param>
public sealed record ParityEvaluation(long Step, double MeanLoss, double Accuracy, float[] SubtaskLosses, float[] SubtaskAccuracies);
