using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Takes the gradients that a backward pass finishes, where they lie: one parameter at a time, of some predictions together.</summary>
/// <remarks>Each worker calls a sink of its own, and all calls that concern a prediction go to one, parameters in an order that is the same each time. Predictions are named by their indices in
/// the list that was asked for. Memory is valid during a call only.</remarks>
public interface IGradientSink
{
    /// <summary>Where the gradients of a parameter shall be written, all of them together; null: into the worker's scratch, of as many predictions at a time as it has room for.</summary>
    DeviceMatrices? Place(ReadOnlyMemory<int> predictions, ParameterSlice slice) => null;

    /// <summary>The gradients of a parameter, each shaped as the parameter.</summary>
    void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients);

    /// <summary>Takes the factors of a weight's gradients instead; false where the gradients themselves are wanted.</summary>
    /// <param name="weight">The weight of a linear map, [outputs, inputs].</param>
    /// <param name="factors">What its gradients are sums of products of.</param>
    bool TakeFactors(ParameterSlice weight, LinearFactors factors) => false;
}

/// <summary>What the gradients of a linear map's weight are made of: for each prediction the sum over its rows t of an outer product, OutputGradient[t] by Input[Saved + t].</summary>
/// <param name="OutputGradient">[R, outputs]: stacked as <paramref name="Rows"/> says.</param>
/// <param name="Input">[rows, inputs]: what the map was applied to; a segment's Saved is the row of its first position.</param>
/// <param name="Rows">One segment a prediction.</param>
/// <param name="Predictions">[segments]: which.</param>
public sealed record LinearFactors(DeviceMatrix OutputGradient, DeviceMatrix Input, StackedRows Rows, ReadOnlyMemory<int> Predictions);

/// <summary>Gradients as flat vectors, computed in place.</summary>
internal sealed class VectorSink(DeviceVectors vectors) : IGradientSink
{
    public DeviceMatrices? Place(ReadOnlyMemory<int> predictions, ParameterSlice slice) => vectors.Parameter(predictions, slice);

    public void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients)
    {
    }
}
