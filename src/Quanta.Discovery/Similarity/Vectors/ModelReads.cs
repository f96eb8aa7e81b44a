using Quanta.LanguageModels;
using Quanta.LanguageModels.Activations;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>What the predictions of tokens read by attention, whitened over the corpus (<see cref="AttentionReads"/>).</summary>
internal sealed class ModelReads : ITokenVectors
{
    /// <summary>Positions of the corpus from which the whitening is learned: more move it little.</summary>
    private const long WhitenedPositions = 15_000;

    /// <summary>Directions in which what is read hardly varies are not blown up beyond this part of the mean.</summary>
    private const double Damping = 0.03;

    private readonly TokenDocuments _documents;
    private readonly long[] _predictions;
    private readonly AttentionReads _reads;
    private readonly bool _isOwner;

    public ModelReads(
        DecoderModel model, IReadOnlyList<int> layers, TokenDocuments documents, long[] predictions, TokenGradientsOptions workers, double? softTarget,
        CancellationToken cancellation)
    {
        (Device, _documents, _predictions, _isOwner) = (model.Device, documents, predictions, true);
        var moments = AttentionMoments.Compute(model, layers, documents, WhitenedPositions, cancellation);
        Matrix[] roots = [.. moments.Select(moment => SymmetricRoots.DampedInverseSquareRoot(moment, Damping, workers.Threads, cancellation))];
        _reads = new(model, layers, roots, workers, softTarget);
        foreach (var matrix in moments.Concat(roots)) matrix.Dispose();
    }

    private ModelReads(ModelReads all, long[] predictions) => (Device, _documents, _predictions, _reads) = (all.Device, all._documents, predictions, all._reads);

    public IDevice Device { get; }

    public string Kind => TokenVectorKind.Reads.Plural();

    public int Count => _predictions.Length;

    public long Length => _reads.Length;

    public ITokenVectors Choose(IReadOnlyList<int> chosen) => new ModelReads(this, [.. chosen.Select(i => _predictions[i])]);

    public void Evaluate(int start, int count, DeviceVectors vectors, IStageProgress progress, CancellationToken cancellation) =>
        _reads.Compute(_documents, _predictions.AsSpan(start, count), vectors, new FractionProgress(progress, count), cancellation);

    public void Dispose()
    {
        if (_isOwner) _reads.Dispose();
    }
}
