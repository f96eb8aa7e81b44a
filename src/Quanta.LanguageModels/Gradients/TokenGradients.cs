using Quanta.LanguageModels.GptNeoX;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>How per-token gradients are computed; nothing here changes a result.</summary>
public sealed record TokenGradientsOptions
{
    /// <summary>Workers, each with a workspace of its own.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>A bound on each worker's workspace: fewer predictions of a document go backward together where they would exceed it.</summary>
    public long WorkspaceBytes { get; init; } = 512L << 20;
}

/// <summary>Receives a piece of one prediction's gradient: values [offset, offset + values.Length) of the flat vector.</summary>
/// <remarks>Called from worker threads; all pieces of a prediction come from one thread, in no promised order. The span is valid during the call only.</remarks>
public delegate void GradientReceiver(int prediction, long offset, ReadOnlySpan<float> values);

/// <summary>Exact gradients of single predictions' losses over a parameter set.</summary>
public static class TokenGradients
{
    /// <summary>Writes the gradient of each prediction's loss into a row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parameters">What the gradient ranges over.</param>
    /// <param name="documents">Tokens.</param>
    /// <param name="predictions">Global prediction indices, in any order.</param>
    /// <param name="gradients">[predictions, parameters.Length], overwritten.</param>
    /// <param name="options">Threads and memory.</param>
    /// <param name="progress">Receives the fraction of predictions done.</param>
    /// <param name="cancellation">Stops between documents.</param>
    public static void Compute(
        GptNeoXModel model, ParameterSet parameters, TokenDocuments documents, ReadOnlySpan<long> predictions, Matrix gradients,
        TokenGradientsOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Hands the gradient of each prediction's loss, parameter by parameter, to a receiver: no gradient is ever held whole.</summary>
    public static void Stream(
        GptNeoXModel model, ParameterSet parameters, TokenDocuments documents, ReadOnlySpan<long> predictions, GradientReceiver receiver,
        TokenGradientsOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}
