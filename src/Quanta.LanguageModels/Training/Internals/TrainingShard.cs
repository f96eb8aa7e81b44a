using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Training.Internals;

/// <summary>The windows that one worker takes through the model at once.</summary>
/// <param name="Inputs">[T], windows end to end.</param>
/// <param name="Targets">[T], the token after each.</param>
/// <param name="Windows">A segment a window; none looks back beyond its start.</param>
internal sealed record TrainingShard(int[] Inputs, int[] Targets, StackedRows Windows);
