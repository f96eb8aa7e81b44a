using Quanta.Numerics.Optimisation;

namespace Quanta.LanguageModels.Devices;

/// <summary>What training needs beside the model's own operations.</summary>
public partial interface IOperations
{
    /// <summary>losses = each row's cross-entropy in nats; then logits = scale * (softmax(logits) - onehot(targets)): the scaled gradient.</summary>
    /// <param name="targets">[P], each below V.</param>
    /// <param name="scale">E.g. 1 / predictions, for the gradient of a mean.</param>
    /// <param name="logits">[P, V], changed in place.</param>
    /// <param name="losses">[P, 1].</param>
    void CrossEntropyWithGradient(ReadOnlySpan<int> targets, float scale, DeviceMatrix logits, DeviceMatrix losses);

    /// <summary>sum += addend, element by element.</summary>
    void Add(DeviceMatrix addend, DeviceMatrix sum);

    /// <summary>The sum of the squared values, accumulated in float64.</summary>
    double SumOfSquares(DeviceMatrix values);

    /// <summary>One step of AdamW, in place. An element depends on the same element of the others only.</summary>
    /// <param name="coefficients">The step's scalars.</param>
    /// <param name="gradientScale">What every gradient is multiplied with first, e.g. by clipping.</param>
    /// <param name="gradient">Any shape; changed.</param>
    /// <param name="parameter">The parameter, of the same shape.</param>
    /// <param name="first">The mean of the gradients, of the same shape.</param>
    /// <param name="second">The mean of the squared gradients, of the same shape.</param>
    void UpdateAdamW(
        in AdamW.Coefficients coefficients, float gradientScale, DeviceMatrix gradient, DeviceMatrix parameter, DeviceMatrix first, DeviceMatrix second);
}
