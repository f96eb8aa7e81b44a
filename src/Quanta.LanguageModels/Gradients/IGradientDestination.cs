using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Where a backward pass writes the gradients it finishes, one parameter of one prediction at a time.</summary>
internal interface IGradientDestination
{
    /// <summary>The memory for a parameter's gradient, shaped as the parameter; until <see cref="Complete"/> no other is asked for.</summary>
    DeviceMatrix Reserve(int prediction, ParameterSlice slice);

    /// <summary>The reserved memory now holds the gradient.</summary>
    void Complete(int prediction, ParameterSlice slice, DeviceMatrix gradient);

    /// <summary>Takes the factors of a weight's gradients instead; false where the gradients themselves are wanted.</summary>
    /// <param name="weight">The weight of a linear map.</param>
    /// <param name="factors">The factors for each stacked prediction.</param>
    /// <param name="number">The prediction's number at its place in the stack.</param>
    bool TakeFactors(ParameterSlice weight, LinearFactors factors, Func<int, int> number) => false;
}
