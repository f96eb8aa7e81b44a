namespace Quanta.LanguageModels.Devices;

/// <summary>Gradients of parameters, one for each of several stacked segments: a prediction's rows make a gradient of their own.</summary>
/// <remarks>Gradient rows are stacked as <c>rows</c> says; the saved rows that belong to a segment begin at its <see cref="RowSegment.Saved"/>. There are as many gradients as segments;
/// they are overwritten except where said. Legend and promises as <see cref="IOperations"/>.</remarks>
public interface IParameterOperations
{
    /// <summary>gradient = outputGradient^T input, summed over a segment's rows.</summary>
    /// <param name="outputGradient">[R, O].</param>
    /// <param name="input">[saved rows, I].</param>
    /// <param name="rows">The segments.</param>
    /// <param name="gradients">[O, I] each.</param>
    /// <param name="accumulate">Add instead of overwriting.</param>
    void LinearWeight(DeviceMatrix outputGradient, DeviceMatrix input, StackedRows rows, DeviceMatrices gradients, bool accumulate = false);

    /// <summary>gradient = the sum of a segment's rows: of a linear map's bias, and of a norm's.</summary>
    /// <param name="outputGradient">[R, O].</param>
    /// <param name="rows">The segments.</param>
    /// <param name="gradients">[1, O] each.</param>
    void Bias(DeviceMatrix outputGradient, StackedRows rows, DeviceMatrices gradients);

    /// <summary>The gradient of a norm's weight.</summary>
    /// <param name="outputGradient">[R, H].</param>
    /// <param name="input">[saved rows, H].</param>
    /// <param name="statistics">[saved rows, 2].</param>
    /// <param name="rows">The segments.</param>
    /// <param name="gradients">[1, H] each.</param>
    void NormWeight(DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix statistics, StackedRows rows, DeviceMatrices gradients);

    /// <summary>The gradient of the weight of the queries' or keys' norm.</summary>
    /// <param name="heads">The heads and their norms.</param>
    /// <param name="outputGradient">[R, (N + 2 K) D].</param>
    /// <param name="projections">[saved rows, (N + 2 K) D].</param>
    /// <param name="statistics">[saved rows, 2 (N + K)].</param>
    /// <param name="rows">The segments.</param>
    /// <param name="gradients">Shaped as the weight.</param>
    void HeadNormWeight(NormedHeads heads, DeviceMatrix outputGradient, DeviceMatrix projections, DeviceMatrix statistics, StackedRows rows, DeviceMatrices gradients);

    /// <summary>The gradient of the bias of that norm; parameters alike.</summary>
    void HeadNormBias(NormedHeads heads, DeviceMatrix outputGradient, StackedRows rows, DeviceMatrices gradients);

    /// <summary>gradient[tokens] += scale * outputGradient, a segment's rows in ascending order.</summary>
    /// <param name="tokens">[T]: of the batch rows that segments name.</param>
    /// <param name="outputGradient">[R, E].</param>
    /// <param name="scale">What the embedding is multiplied with.</param>
    /// <param name="rows">The segments.</param>
    /// <param name="gradients">[V, E] each, added to.</param>
    void Embedding(ReadOnlySpan<int> tokens, DeviceMatrix outputGradient, float scale, StackedRows rows, DeviceMatrices gradients);

    /// <summary>gradient[offset + position] += streamGradient, a segment's rows in ascending order.</summary>
    /// <param name="streamGradient">[R, H].</param>
    /// <param name="offset">The row of position 0.</param>
    /// <param name="rows">The segments.</param>
    /// <param name="gradients">[positions, H] each, added to.</param>
    void Positions(DeviceMatrix streamGradient, int offset, StackedRows rows, DeviceMatrices gradients);
}

/// <summary>The queries or the keys of an attention, and how they are normalised.</summary>
/// <param name="Shape">All heads.</param>
/// <param name="Norm">The norms of both.</param>
/// <param name="OfKeys">The keys are meant; else the queries.</param>
public readonly record struct NormedHeads(AttentionShape Shape, HeadNorm Norm, bool OfKeys);
