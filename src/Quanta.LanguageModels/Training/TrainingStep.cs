namespace Quanta.LanguageModels.Training;

/// <summary>What one step did.</summary>
/// <param name="Step">The step, the first being 1.</param>
/// <param name="Tokens">Predictions trained on so far, this step's included.</param>
/// <param name="LearningRate">The learning rate of the step.</param>
/// <param name="LossNats">The mean loss of the step's batch, before its update.</param>
/// <param name="GradientNorm">The Euclidean norm of the batch's gradient, before clipping.</param>
public sealed record TrainingStep(long Step, long Tokens, double LearningRate, double LossNats, double GradientNorm);
