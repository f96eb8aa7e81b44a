using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Where a backward pass writes the gradients it finishes, one parameter of one prediction at a time.</summary>
internal interface IGradientDestination
{
    /// <summary>The memory for a parameter's gradient, shaped as the parameter; until <see cref="Complete"/> no other is asked for.</summary>
    DeviceMatrix Reserve(int prediction, ParameterSlice slice);

    /// <summary>The reserved memory now holds the gradient.</summary>
    void Complete(int prediction, ParameterSlice slice, DeviceMatrix gradient);
}
