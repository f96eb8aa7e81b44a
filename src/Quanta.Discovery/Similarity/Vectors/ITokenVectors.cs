using Quanta.LanguageModels;
using Quanta.LanguageModels.Activations;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>One vector a token, evaluated on demand on a device: n of them would often not fit in memory, and one of a large model hardly.</summary>
public interface ITokenVectors : IDisposable
{
    /// <summary>Where they are evaluated and compared.</summary>
    IDevice Device { get; }

    /// <summary>What they are, in the plural, e.g. "gradients".</summary>
    string Kind { get; }

    /// <summary>How many vectors there are, n.</summary>
    int Count { get; }

    /// <summary>The number of entries of one, p.</summary>
    long Length { get; }

    /// <summary>The places of the layers' entries, and of what lies outside the layers, one after another.</summary>
    IReadOnlyList<(long Offset, long Length)> Layers => [(0, Length)];

    /// <summary>Entries that <see cref="Sketch"/> holds at least.</summary>
    long LeastStreamed => Length;

    /// <summary>Some of these vectors, in the order given. Workspaces are shared: disposing of the choice leaves these as they are.</summary>
    ITokenVectors Choose(IReadOnlyList<int> chosen);

    /// <summary>Evaluates vectors <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="vectors">[at least count] of p entries; out: the first ones, not normalised. The same bits whatever else is asked in the same call.</param>
    /// <param name="progress">Told of each vector done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    void Evaluate(int start, int count, DeviceVectors vectors, IStageProgress progress, CancellationToken cancellation);

    /// <summary>Adds vectors <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1 to their count-sketches.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="sketch">The sketch.</param>
    /// <param name="sketches">[at least count] of m entries, changed.</param>
    /// <param name="memoryBytes">For vectors that can only be evaluated whole: as many at a time as fit, at least one.</param>
    /// <param name="progress">Told of each vector done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    void Sketch(int start, int count, CountSketch sketch, DeviceVectors sketches, long memoryBytes, IStageProgress progress, CancellationToken cancellation)
    {
        const int largestPiece = 1 << 28;
        var together = (int)Math.Clamp(memoryBytes / (Math.Max(1, Length) * sizeof(float)), 1, count);
        using var vectors = new DeviceVectors(Device, together, Length);
        using var operations = Device.CreateVectorOperations(threads: 1);
        for (int done = 0, now; done < count; done += now)
        {
            now = Math.Min(together, count - done);
            Evaluate(start + done, now, vectors, progress, cancellation);
            int[] from = [.. Enumerable.Range(0, now)], to = [.. Enumerable.Range(done, now)];
            for (var offset = 0L; offset < Length; offset += largestPiece)
            {
                var length = (int)Math.Min(largestPiece, Length - offset);
                operations.AddToSketches(sketch, offset, vectors.Parts(from, offset, length), sketches.Parts(to, 0, sketch.Dimensions));
            }
        }
    }

    /// <summary>Hands over the entries of all vectors in step: the same entries of all of them together, piece by piece, so that none need ever be whole where they can be evaluated
    /// in pieces.</summary>
    /// <param name="receiver">Gets [n] pieces of one length, which it may change; all entries once.</param>
    /// <param name="cancellation">Stops between layers.</param>
    void InStep(Action<VectorRange> receiver, CancellationToken cancellation)
    {
        using var vectors = new DeviceVectors(Device, Count, Length);
        Evaluate(0, Count, vectors, SilentObserver.Instance, cancellation);
        receiver(vectors.Range(0, Count));
    }

    /// <summary>What <see cref="InStep"/> holds, in bytes.</summary>
    long InStepBytes => Count * Length * sizeof(float);
}

/// <summary>Chooses the vectors that options ask for.</summary>
internal static class TokenVectors
{
    public static ITokenVectors Of(
        DecoderModel model, TokenDocuments documents, long[] predictions, SimilarityOptions options, TokenGradientsOptions workers, CancellationToken cancellation)
    {
        var layers = Layers(model.Shape, options.Layers);
        ITokenVectors Activations(ActivationSite site) => new ModelActivations(model, site, layers, documents, predictions, workers.Threads);
        ITokenVectors Part(TokenVectorKind kind) => kind switch
        {
            TokenVectorKind.Gradients => new ModelGradients(model, ParametersOf(model.Shape, options)!, documents, predictions, workers, options.Treatment?.SoftTarget),
            TokenVectorKind.Mlp => Activations(ActivationSite.Mlp),
            TokenVectorKind.Heads => Activations(ActivationSite.Heads),
            _ => new ModelReads(model, layers, documents, predictions, workers, options.Treatment?.SoftTarget, cancellation),
        };
        ITokenVectors[] parts = [.. options.Parts.Select(part => Part(part.Kind))];
        if (options.Treatment is { PerLayer: true }) parts = [.. parts.Select(part => new LayeredVectors(part, workers.Threads))];
        var vectors = parts is [var one] ? one : new JoinedVectors(options.Plural, parts, [.. options.Parts.Select(part => part.Weight)], workers.Threads);
        return options.SparseThreshold is { } threshold ? new SparseVectors(vectors, (float)threshold, workers.Threads) : vectors;
    }

    /// <summary>The parameters whose gradients, or factors, a backward pass is asked for; null where there is none.</summary>
    public static ParameterSet? EvaluatedOf(DecoderShape shape, SimilarityOptions options) =>
        ParametersOf(shape, options) ?? (options.Parts.Any(part => part.Kind == TokenVectorKind.Reads) ? AttentionReads.ParametersOf(shape, Layers(shape, options.Layers)) : null);

    /// <summary>What gradients range over; null where none are compared.</summary>
    /// <exception cref="ArgumentException">The model lacks a layer, or no parameter is left.</exception>
    public static ParameterSet? ParametersOf(DecoderShape shape, SimilarityOptions options)
    {
        shape.CheckLayers(options.Layers ?? []);
        if (options.Parts.All(part => part.Kind != TokenVectorKind.Gradients)) return null;
        var parameters = ParameterSet.Excluding(shape, options.ExcludedNames);
        if (options.Layers is not null) parameters = parameters.InLayers(options.Layers);
        if (parameters.Length > 0) return parameters;
        throw new ArgumentException($"No parameter is left when names with {string.Join(" or ", options.ExcludedNames)} are excluded"
            + (options.Layers is null ? "." : $" and only layers {string.Join(", ", options.Layers)} count."));
    }

    private static IReadOnlyList<int> Layers(DecoderShape shape, IReadOnlyList<int>? chosen) =>
        chosen is null ? [.. Enumerable.Range(0, shape.Layers)] : [.. chosen.Distinct().Order()];
}
