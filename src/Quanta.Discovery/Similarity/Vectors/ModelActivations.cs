using Quanta.LanguageModels;
using Quanta.LanguageModels.Activations;
using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>The MLP activations of chosen layers at the token before the predicted one: what the published script compute_similarity_activations_full_more
/// compares in place of gradients.</summary>
/// <remarks>Deviation: the published script ran the renamed model in another library; here it is the model that is given.</remarks>
/// <param name="model">The model.</param>
/// <param name="layers">Ascending, 0 the first.</param>
/// <param name="documents">The corpus.</param>
/// <param name="predictions">Global prediction indices, [n].</param>
/// <param name="threads">Workers.</param>
internal sealed class ModelActivations(DecoderModel model, IReadOnlyList<int> layers, TokenDocuments documents, long[] predictions, int threads) : ITokenVectors
{
    public string Kind => "activations";

    public int Count => predictions.Length;

    public long Length => (long)layers.Count * model.Shape.FeedForwardSize;

    public ITokenVectors Choose(IReadOnlyList<int> chosen) => new ModelActivations(model, layers, documents, [.. chosen.Select(i => predictions[i])], threads);

    public void Evaluate(int start, int count, WideMatrix rows, IStageProgress progress, CancellationToken cancellation) =>
        MlpActivations.Compute(model, layers, documents, predictions.AsSpan(start, count), rows, threads, new FractionProgress(progress, count), cancellation);

    public void Dispose()
    {
    }
}
