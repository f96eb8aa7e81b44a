using Quanta.LanguageModels;
using Quanta.LanguageModels.Activations;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>Gradients of a language model's losses on single predictions, in nats per unit of each parameter.</summary>
internal sealed class ModelGradients : ITokenVectors
{
    private readonly DecoderModel _model;
    private readonly TokenDocuments _documents;
    private readonly long[] _predictions;
    private readonly TokenGradientsOptions _options;
    private readonly TokenGradients _gradients;
    private readonly bool _isOwner;

    /// <param name="model">The model.</param>
    /// <param name="parameters">What the gradients range over.</param>
    /// <param name="documents">The corpus.</param>
    /// <param name="predictions">Global prediction indices, [n]; predictions of one document that stand together share its forward pass.</param>
    /// <param name="options">Workers and their memory.</param>
    public ModelGradients(DecoderModel model, ParameterSet parameters, TokenDocuments documents, long[] predictions, TokenGradientsOptions options)
        : this(model, parameters, documents, predictions, options, shared: null)
    {
    }

    private ModelGradients(
        DecoderModel model, ParameterSet parameters, TokenDocuments documents, long[] predictions, TokenGradientsOptions options, TokenGradients? shared)
    {
        (_model, Parameters, _documents, _predictions, _options, _isOwner) = (model, parameters, documents, predictions, options, shared is null);
        _gradients = shared ?? new TokenGradients(model, parameters, options);
    }

    public string Kind => "gradients";

    public int Count => _predictions.Length;

    public long Length => Parameters.Length;

    /// <summary>Each worker holds a parameter at a time, which counts among its workspace.</summary>
    public long LeastStreamed => 0;

    public ParameterSet Parameters { get; }

    public ITokenVectors Choose(IReadOnlyList<int> chosen) =>
        new ModelGradients(_model, Parameters, _documents, [.. chosen.Select(i => _predictions[i])], _options, _gradients);

    public IEnumerable<ITokenVectors> Parts(long largest)
    {
        var names = new List<HashSet<string>>();
        var free = 0L;
        foreach (var slice in Parameters.Slices)
        {
            if (names.Count == 0 || slice.Parameter.Length > free)
            {
                names.Add([]);
                free = largest;
            }
            names[^1].Add(slice.Parameter.Name);
            free -= slice.Parameter.Length;
        }
        foreach (var part in names)
            yield return new ModelGradients(_model, Parameters.Where(parameter => part.Contains(parameter.Name)), _documents, _predictions, _options);
    }

    public void Evaluate(int start, int count, WideMatrix rows, IStageProgress progress, CancellationToken cancellation) =>
        _gradients.Compute(_documents, _predictions.AsSpan(start, count), rows, new FractionProgress(progress, count), cancellation);

    public void Stream(int start, int count, long memoryBytes, GradientReceiver receiver, IStageProgress progress, CancellationToken cancellation) =>
        _gradients.Stream(_documents, _predictions.AsSpan(start, count), receiver, new FractionProgress(progress, count), cancellation);

    /// <summary>Hands over the factors of gradients <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1, numbered from 0.</summary>
    public void Factors(int start, int count, Func<IFactorReceiver> createReceiver, IStageProgress progress, CancellationToken cancellation) =>
        _gradients.Factors(_documents, _predictions.AsSpan(start, count), createReceiver, new FractionProgress(progress, count), cancellation);

    public void Dispose()
    {
        if (_isOwner) _gradients.Dispose();
    }
}

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
