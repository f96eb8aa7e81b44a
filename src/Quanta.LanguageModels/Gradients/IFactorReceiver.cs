using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Receives gradients of linear maps' weights as factors, unformed, and those of all other parameters as values.</summary>
/// <remarks>Each worker thread calls its own; all calls that concern a prediction go to one, in no promised order. Memory is valid during the call only.</remarks>
public interface IFactorReceiver
{
    /// <summary>Whether the gradient of a linear map's weight is wanted as factors; otherwise it comes whole.</summary>
    bool WantsFactors(ParameterInfo weight) => true;

    /// <summary>Predictions of one document: the gradient of a weight, [outputs, inputs], is for each the sum over its rows t of an outer product,
    /// <c>Rows[t]</c> by <c>inputs[First + t]</c>.</summary>
    /// <param name="weight">The weight of a linear map.</param>
    /// <param name="factors">For each prediction, named by its index in the list that was asked for, the gradient of the map's output, [T, outputs].</param>
    /// <param name="inputs">[rows, inputs]: what the map was applied to.</param>
    void ReceiveFactors(ParameterSlice weight, ReadOnlySpan<FactorRows> factors, MatrixView inputs);

    /// <summary>One prediction's gradient of a parameter that comes whole: a bias, a layer norm, an embedding, or a weight not wanted as factors.</summary>
    /// <param name="prediction">The index in the list of predictions that was asked for.</param>
    /// <param name="offset">Where the parameter begins in the flat gradient.</param>
    /// <param name="values">Row-major.</param>
    void ReceiveValues(int prediction, long offset, ReadOnlySpan<float> values);
}
