using Quanta.LanguageModels;
using Quanta.LanguageModels.Activations;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>Activations of chosen layers at the token before the predicted one. Those of the MLPs are what the published script compute_similarity_activations_full_more compares in
/// place of gradients; those of the attention heads hold what was read, and so find skills where gradients find outcomes.</summary>
/// <remarks>Deviation: the published script ran the renamed model in another library; here it is the model that is given.</remarks>
/// <param name="model">The model.</param>
/// <param name="site">Which activations.</param>
/// <param name="layers">Ascending, 0 the first.</param>
/// <param name="documents">The corpus.</param>
/// <param name="predictions">Global prediction indices, [n].</param>
/// <param name="threads">Workers.</param>
internal sealed class ModelActivations(DecoderModel model, ActivationSite site, IReadOnlyList<int> layers, TokenDocuments documents, long[] predictions, int threads) : ITokenVectors
{
    public IDevice Device => model.Device;

    public string Kind => (site == ActivationSite.Mlp ? TokenVectorKind.Mlp : TokenVectorKind.Heads).Plural();

    public int Count => predictions.Length;

    public long Length => (long)layers.Count * PositionActivations.LengthOf(model.Shape, site);

    public IReadOnlyList<(long Offset, long Length)> Layers
    {
        get
        {
            var length = Length / layers.Count;
            return [.. Enumerable.Range(0, layers.Count).Select(place => (place * length, length))];
        }
    }

    public ITokenVectors Choose(IReadOnlyList<int> chosen) => new ModelActivations(model, site, layers, documents, [.. chosen.Select(i => predictions[i])], threads);

    public void Evaluate(int start, int count, DeviceVectors vectors, IStageProgress progress, CancellationToken cancellation) =>
        PositionActivations.Compute(model, site, layers, documents, predictions.AsSpan(start, count), vectors, threads, new FractionProgress(progress, count), cancellation);

    public void Dispose()
    {
    }
}
