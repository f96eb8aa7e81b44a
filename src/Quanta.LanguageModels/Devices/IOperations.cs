namespace Quanta.LanguageModels.Devices;

/// <summary>The operations of a transformer, forward and backward, on one device. An operation runs on the calling thread; use one instance a worker.</summary>
/// <remarks>Legend: T positions (of one or several documents, stacked), R gradient rows (of one or several predictions, stacked), H hidden size,
/// N heads, D head size (N D = H), F feed-forward size, V vocabulary, I inputs and O outputs of a linear map, P predictions.
/// Sources come first, then sizes and stacks, then destinations. Destinations must not overlap sources except where said.
/// <para>Reproducibility: a row of a result depends, bit for bit, only on the rows that enter it by definition, not on what else is stacked with it.
/// NaN propagates.</para></remarks>
public partial interface IOperations : IDisposable
{
    /// <summary>output = table[tokens].</summary>
    /// <param name="tokens">[T], each below V.</param>
    /// <param name="table">[V, H].</param>
    /// <param name="output">[T, H].</param>
    void Embed(ReadOnlySpan<int> tokens, DeviceMatrix table, DeviceMatrix output);

    /// <summary>tableGradient[tokens] += outputGradient, rows in ascending order.</summary>
    void EmbedGradient(ReadOnlySpan<int> tokens, DeviceMatrix outputGradient, DeviceMatrix tableGradient);

    /// <summary>output = weight * (input - mean) / sqrt(variance + epsilon) + bias, row by row; variance is the biased one.</summary>
    /// <param name="input">[T, H].</param>
    /// <param name="weight">[1, H].</param>
    /// <param name="bias">[1, H].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="output">[T, H]; may be <paramref name="input"/>.</param>
    /// <param name="statistics">[T, 2]: each row's mean and reciprocal standard deviation.</param>
    void LayerNorm(DeviceMatrix input, DeviceMatrix weight, DeviceMatrix bias, float epsilon, DeviceMatrix output, DeviceMatrix statistics);

    /// <summary>The gradient that a layer norm passes to its input, rows taken from the saved ones by <paramref name="rows"/>.</summary>
    /// <param name="outputGradient">[R, H].</param>
    /// <param name="input">[T, H], as saved.</param>
    /// <param name="statistics">[T, 2], as saved.</param>
    /// <param name="weight">[1, H].</param>
    /// <param name="rows">Where each gradient row's input was saved.</param>
    /// <param name="inputGradient">[R, H]; may be <paramref name="outputGradient"/> unless accumulating.</param>
    /// <param name="accumulate">Add instead of overwriting.</param>
    void LayerNormInputGradient(
        DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix statistics, DeviceMatrix weight, StackedRows rows, DeviceMatrix inputGradient, bool accumulate);

    /// <summary>The gradient of a layer norm's weight and bias, summed over the rows given.</summary>
    /// <param name="outputGradient">[R, H].</param>
    /// <param name="input">[R, H].</param>
    /// <param name="statistics">[R, 2].</param>
    /// <param name="weightGradient">[1, H], overwritten; may be absent.</param>
    /// <param name="biasGradient">[1, H], overwritten; may be absent.</param>
    void LayerNormParameterGradient(
        DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix statistics, DeviceMatrix weightGradient, DeviceMatrix biasGradient);

    /// <summary>output = input weight^T + bias, or output += input weight^T + bias.</summary>
    /// <param name="input">[T, I].</param>
    /// <param name="weight">[O, I].</param>
    /// <param name="bias">[1, O], or absent.</param>
    /// <param name="output">[T, O].</param>
    /// <param name="accumulate">Add instead of overwriting: a residual connection.</param>
    void Linear(DeviceMatrix input, DeviceMatrix weight, DeviceMatrix bias, DeviceMatrix output, bool accumulate = false);

    /// <summary>inputGradient = outputGradient weight.</summary>
    /// <param name="outputGradient">[R, O].</param>
    /// <param name="weight">[O, I].</param>
    /// <param name="inputGradient">[R, I], overwritten.</param>
    void LinearInputGradient(DeviceMatrix outputGradient, DeviceMatrix weight, DeviceMatrix inputGradient);

    /// <summary>weightGradient = outputGradient^T input, summed over the rows given.</summary>
    /// <param name="outputGradient">[R, O].</param>
    /// <param name="input">[R, I].</param>
    /// <param name="weightGradient">[O, I].</param>
    /// <param name="accumulate">Add instead of overwriting.</param>
    void LinearWeightGradient(DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix weightGradient, bool accumulate = false);

    /// <summary>biasGradient = the sum of the rows of outputGradient.</summary>
    /// <param name="outputGradient">[R, O].</param>
    /// <param name="biasGradient">[1, O], overwritten.</param>
    void LinearBiasGradient(DeviceMatrix outputGradient, DeviceMatrix biasGradient);

    /// <summary>Causal self-attention with rotary positions: queries at the positions of <paramref name="queries"/>, each over its own document up to itself.</summary>
    /// <param name="projections">[T, 3 H]: each head's query, key and value in turn, not rotated.</param>
    /// <param name="shape">Heads and rotation.</param>
    /// <param name="queries">The query positions, Q in all; keys and values are those from each segment's origin on.</param>
    /// <param name="output">[Q, H].</param>
    /// <param name="logNormalisers">[Q, N]: the logarithm of each softmax's denominator, which lets the backward pass recompute the probabilities.</param>
    void Attention(DeviceMatrix projections, AttentionShape shape, StackedRows queries, DeviceMatrix output, DeviceMatrix logNormalisers);

    /// <summary>The gradient that attention passes to its projections.</summary>
    /// <param name="outputGradient">[Q', H], stacked by <paramref name="queries"/>.</param>
    /// <param name="projections">[T, 3 H], as in the forward pass.</param>
    /// <param name="shape">Heads and rotation.</param>
    /// <param name="queries">One segment for each gradient; <see cref="RowSegment.Saved"/> names the rows of output and logNormalisers.</param>
    /// <param name="output">[Q, H], as the forward pass saved it.</param>
    /// <param name="logNormalisers">[Q, N], as the forward pass saved it.</param>
    /// <param name="projectionGradient">[R, 3 H], overwritten: the segments of <paramref name="queries"/>, each from its document's origin to its last position.</param>
    void AttentionGradient(
        DeviceMatrix outputGradient, DeviceMatrix projections, AttentionShape shape, StackedRows queries, DeviceMatrix output, DeviceMatrix logNormalisers,
        DeviceMatrix projectionGradient);

    /// <summary>output = gelu(input), element by element.</summary>
    /// <param name="input">[T, F].</param>
    /// <param name="form">Exact or tanh.</param>
    /// <param name="output">[T, F]; may be <paramref name="input"/>.</param>
    /// <param name="slope">[T, F]: the derivative at the input; absent when no gradient will be asked for. May be <paramref name="input"/>.</param>
    void Gelu(DeviceMatrix input, GeluForm form, DeviceMatrix output, DeviceMatrix slope);

    /// <summary>gradient *= saved, element by element, rows of <paramref name="saved"/> taken by <paramref name="rows"/>.</summary>
    /// <param name="saved">[T, F], e.g. the slope of <see cref="Gelu"/>.</param>
    /// <param name="rows">Where each gradient row's factors were saved.</param>
    /// <param name="gradient">[R, F], changed in place.</param>
    void MultiplyBySaved(DeviceMatrix saved, StackedRows rows, DeviceMatrix gradient);

    /// <summary>destination = 0.</summary>
    void Clear(DeviceMatrix destination);

    /// <summary>destination = source, all rows.</summary>
    void Copy(DeviceMatrix source, DeviceMatrix destination);

    /// <summary>destination = the batch rows of <paramref name="source"/> that the stack names, stacked.</summary>
    void Gather(DeviceMatrix source, StackedRows rows, DeviceMatrix destination);

    /// <summary>Adds the last rows of each of <paramref name="segments"/>: row j of segment i of the addend belongs to the same position in the destination.</summary>
    /// <param name="addend">[rows of <paramref name="segments"/>, H].</param>
    /// <param name="segments">Runs of positions.</param>
    /// <param name="destination">[R, H]: the same segments, each from its document's origin to its last position.</param>
    void AddToReach(DeviceMatrix addend, StackedRows segments, DeviceMatrix destination);

    /// <summary>losses = the cross-entropy, in nats, of softmax(hidden unembedding^T) against the targets.</summary>
    /// <remarks>The logits are never kept together; normalisers are accumulated in float64.</remarks>
    /// <param name="hidden">[P, H].</param>
    /// <param name="unembedding">[V, H].</param>
    /// <param name="targets">[P], each below V.</param>
    /// <param name="losses">[P, 1].</param>
    void CrossEntropy(DeviceMatrix hidden, DeviceMatrix unembedding, ReadOnlySpan<int> targets, DeviceMatrix losses);

    /// <summary>logits = softmax(logits) - onehot(targets), row by row: the gradient of each row's cross-entropy.</summary>
    /// <remarks>The target's entry is minus the sum of the others: a difference from 1 would lose all digits where the model is sure.</remarks>
    /// <param name="targets">[P], each below V.</param>
    /// <param name="logits">[P, V], changed in place.</param>
    void CrossEntropyGradient(ReadOnlySpan<int> targets, DeviceMatrix logits);
}
