using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Optimisation;

namespace Quanta.LanguageModels.Devices;

/// <summary>The operations of a transformer, forward and backward, on one device. An operation runs on the calling thread; use one instance a worker.</summary>
/// <remarks>Legend: T positions (of one or several documents, stacked), R gradient rows (of one or several predictions, stacked), H hidden size,
/// N heads of queries, K of keys and values, D head size, F feed-forward size, V vocabulary, E embedding size, I inputs and O outputs of a linear map, P predictions.
/// Sources come first, then sizes and stacks, then destinations. Destinations must not overlap sources except where said.
/// <para>Reproducibility: a row of a result depends, bit for bit, only on the rows that enter it by definition, not on what else is stacked with it.
/// NaN propagates.</para></remarks>
public interface IOperations : IDisposable
{
    /// <summary>Gradients of parameters.</summary>
    IParameterOperations OfParameters { get; }

    /// <summary>output = scale * table[tokens].</summary>
    /// <param name="tokens">[T], each below V.</param>
    /// <param name="table">[V, E].</param>
    /// <param name="scale">1 leaves the rows as they are.</param>
    /// <param name="output">[T, E].</param>
    void Embed(ReadOnlySpan<int> tokens, DeviceMatrix table, float scale, DeviceMatrix output);

    /// <summary>stream += table[offset + position], for each row the row of its position in its document.</summary>
    /// <param name="rows">The positions.</param>
    /// <param name="table">[positions, H].</param>
    /// <param name="offset">The row of position 0.</param>
    /// <param name="stream">[R, H], stacked as <paramref name="rows"/> says; changed.</param>
    void AddPositions(StackedRows rows, DeviceMatrix table, int offset, DeviceMatrix stream);

    /// <summary>output = the normalised input, row by row; a variance is the biased one.</summary>
    /// <param name="form">How.</param>
    /// <param name="input">[T, H].</param>
    /// <param name="weight">[1, H].</param>
    /// <param name="bias">[1, H], or absent.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="output">[T, H]; may be <paramref name="input"/>.</param>
    /// <param name="statistics">[T, 2]: each row's mean, 0 where it is not subtracted, and what the rest is multiplied with.</param>
    void Norm(NormForm form, DeviceMatrix input, DeviceMatrix weight, DeviceMatrix bias, float epsilon, DeviceMatrix output, DeviceMatrix statistics);

    /// <summary>The gradient that a norm passes to its input, rows taken from the saved ones by <paramref name="rows"/>.</summary>
    /// <param name="form">How the row was normalised.</param>
    /// <param name="outputGradient">[R, H].</param>
    /// <param name="input">[T, H], as saved.</param>
    /// <param name="statistics">[T, 2], as saved.</param>
    /// <param name="weight">[1, H].</param>
    /// <param name="rows">Where each gradient row's input was saved.</param>
    /// <param name="inputGradient">[R, H]; may be <paramref name="outputGradient"/> unless accumulating.</param>
    /// <param name="accumulate">Add instead of overwriting.</param>
    void NormInputGradient(
        NormForm form, DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix statistics, DeviceMatrix weight, StackedRows rows, DeviceMatrix inputGradient, bool accumulate);

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

    /// <summary>Normalises queries and keys; values are copied.</summary>
    /// <param name="projections">[T, (N + 2 K) D], not turned.</param>
    /// <param name="shape">Heads.</param>
    /// <param name="norm">What is normalised, and with what.</param>
    /// <param name="output">[T, (N + 2 K) D]; may be <paramref name="projections"/>.</param>
    /// <param name="statistics">[T, 2 (N + K)]: two numbers, as of other norms, for each head of queries and of keys, the first of each where all heads are one.</param>
    void NormHeads(DeviceMatrix projections, AttentionShape shape, HeadNorm norm, DeviceMatrix output, DeviceMatrix statistics);

    /// <summary>Turns the gradient of normalised queries and keys into that of the projections.</summary>
    /// <param name="projections">[T, (N + 2 K) D], as saved.</param>
    /// <param name="shape">Heads.</param>
    /// <param name="norm">As in the forward pass.</param>
    /// <param name="statistics">[T, 2 (N + K)], as saved.</param>
    /// <param name="rows">Where each gradient row's projections were saved.</param>
    /// <param name="gradient">[R, (N + 2 K) D], changed in place.</param>
    void NormHeadsInputGradient(DeviceMatrix projections, AttentionShape shape, HeadNorm norm, DeviceMatrix statistics, StackedRows rows, DeviceMatrix gradient);

    /// <summary>Causal self-attention: queries at the positions of <paramref name="queries"/>, each over its own document up to itself.</summary>
    /// <param name="projections">[T, (N + 2 K) D]: for each head of keys the queries that read it, its key and its value, not turned.</param>
    /// <param name="shape">Heads, rotation, and which scores count.</param>
    /// <param name="queries">The query positions, Q in all; keys and values are those from each segment's origin on.</param>
    /// <param name="output">[Q, N D].</param>
    /// <param name="logNormalisers">[Q, N]: the logarithm of each softmax's denominator, which lets the backward pass recompute the probabilities.</param>
    void Attention(DeviceMatrix projections, AttentionShape shape, StackedRows queries, DeviceMatrix output, DeviceMatrix logNormalisers);

    /// <summary>The gradient that attention passes to its projections.</summary>
    /// <param name="outputGradient">[gradient rows, N D], stacked as <paramref name="queries"/> says.</param>
    /// <param name="projections">[T, (N + 2 K) D], as in the forward pass.</param>
    /// <param name="shape">As in the forward pass.</param>
    /// <param name="queries">One segment for each gradient; <see cref="RowSegment.Saved"/> names the rows of output and logNormalisers.</param>
    /// <param name="output">[Q, N D], as the forward pass saved it.</param>
    /// <param name="logNormalisers">[Q, N], as the forward pass saved it.</param>
    /// <param name="projectionGradient">[R, (N + 2 K) D], overwritten: the segments of <paramref name="queries"/>, each from its document's origin to its last position.</param>
    void AttentionGradient(
        DeviceMatrix outputGradient, DeviceMatrix projections, AttentionShape shape, StackedRows queries, DeviceMatrix output, DeviceMatrix logNormalisers,
        DeviceMatrix projectionGradient);

    /// <summary>output = f(input), element by element; with a gate f(first half) * second half of each row.</summary>
    /// <param name="activation">f.</param>
    /// <param name="input">[T, F], or [T, 2 F] with a gate.</param>
    /// <param name="output">[T, F]; without a gate it may be <paramref name="input"/>.</param>
    /// <param name="slope">Shaped as the input: the derivatives of the output by it; absent when no gradient will be asked for. May be <paramref name="input"/>.</param>
    void Activate(ActivationFunction activation, DeviceMatrix input, DeviceMatrix output, DeviceMatrix slope);

    /// <summary>inputGradient = outputGradient * slope, rows of <paramref name="slope"/> taken by <paramref name="rows"/>.</summary>
    /// <param name="slope">[T, F] or [T, 2 F], as saved.</param>
    /// <param name="rows">Where each gradient row's slopes were saved.</param>
    /// <param name="outputGradient">[R, F].</param>
    /// <param name="inputGradient">[R, F] or [R, 2 F]; without a gate it may be <paramref name="outputGradient"/>.</param>
    void ActivationGradient(DeviceMatrix slope, StackedRows rows, DeviceMatrix outputGradient, DeviceMatrix inputGradient);

    /// <summary>destination = 0.</summary>
    void Clear(DeviceMatrix destination);

    /// <summary>destination = source, all rows.</summary>
    void Copy(DeviceMatrix source, DeviceMatrix destination);

    /// <summary>destination = the batch rows of <paramref name="source"/> that the stack names, stacked.</summary>
    void Gather(DeviceMatrix source, StackedRows rows, DeviceMatrix destination);

    /// <summary>The same with a destination for each segment.</summary>
    void Gather(DeviceMatrix source, StackedRows rows, DeviceMatrices destinations);

    /// <summary>Adds the last rows of each of <paramref name="segments"/>: row j of segment i of the addend belongs to the same position in the destination.</summary>
    /// <param name="addend">[rows of <paramref name="segments"/>, H].</param>
    /// <param name="segments">Runs of positions.</param>
    /// <param name="destination">[R, H]: the same segments, each from its document's origin to its last position.</param>
    void AddToReach(DeviceMatrix addend, StackedRows segments, DeviceMatrix destination);

    /// <summary>logits = cap tanh(logits / cap), element by element; nothing where the cap is 0.</summary>
    void Cap(float cap, DeviceMatrix logits);

    /// <summary>losses = the cross-entropy, in nats, of the softmax of the output map's logits against the targets.</summary>
    /// <remarks>The logits are never kept together; normalisers are accumulated in float64.</remarks>
    /// <param name="hidden">[P, E].</param>
    /// <param name="output">The output map.</param>
    /// <param name="targets">[P], each below V.</param>
    /// <param name="losses">[P, 1].</param>
    void CrossEntropy(DeviceMatrix hidden, OutputMap output, ReadOnlySpan<int> targets, DeviceMatrix losses);

    /// <summary>losses = each row's cross-entropy in nats; then logits = scale times its gradient by the logits, scale * (softmax - onehot(targets)) without a cap.</summary>
    /// <remarks>The target's entry is minus the sum of the others: a difference from 1 would lose all digits where the model is sure.</remarks>
    /// <param name="targets">[P], each below V.</param>
    /// <param name="cap">Of the logits, which are given before it; 0 for none.</param>
    /// <param name="scale">E.g. 1 / predictions, for the gradient of a mean.</param>
    /// <param name="logits">[P, V], changed in place.</param>
    /// <param name="losses">[P, 1]; may be absent.</param>
    void CrossEntropyGradient(ReadOnlySpan<int> targets, float cap, float scale, DeviceMatrix logits, DeviceMatrix losses);

    /// <summary>logits = the gradient by the logits of each row's cross-entropy against the soft target softmax(z / T), held fixed: softmax(z) - softmax(z / T) without a cap.</summary>
    /// <param name="temperature">T, above 0.</param>
    /// <param name="cap">Of the logits, which are given before it; 0 for none.</param>
    /// <param name="logits">[P, V], changed in place.</param>
    void SoftTargetGradient(double temperature, float cap, DeviceMatrix logits);

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
