using Quanta.LanguageModels;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>One vector a token, evaluated on demand: n of them would often not fit in memory, and one of a large model hardly.</summary>
public interface ITokenVectors : IDisposable
{
    /// <summary>What they are, in the plural, e.g. "gradients".</summary>
    string Kind { get; }

    /// <summary>How many vectors there are, n.</summary>
    int Count { get; }

    /// <summary>The number of entries of one, p.</summary>
    long Length { get; }

    /// <summary>Entries that <see cref="Stream"/> holds at least.</summary>
    long LeastStreamed => Length;

    /// <summary>Some of these vectors, in the order given. Workspaces are shared: disposing of the choice leaves these as they are.</summary>
    ITokenVectors Choose(IReadOnlyList<int> chosen);

    /// <summary>The same vectors cut into runs of entries, of at most <paramref name="largest"/> where the vectors can be cut so; each is for the caller to dispose of.</summary>
    IEnumerable<ITokenVectors> Parts(long largest) => [Choose([.. Enumerable.Range(0, Count)])];

    /// <summary>Evaluates vectors <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="rows">[at least count, p]; out: its first rows, not normalised. The same bits whatever else is asked in the same call.</param>
    /// <param name="progress">Told of each vector done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    void Evaluate(int start, int count, WideMatrix rows, IStageProgress progress, CancellationToken cancellation);

    /// <summary>Hands over the entries of vectors <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1 piece by piece, the vectors
    /// numbered from 0.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="memoryBytes">For vectors that can only be evaluated whole: as many at a time as fit, at least one.</param>
    /// <param name="receiver">Takes the pieces, those of one vector from one thread in an order that is the same each time.</param>
    /// <param name="progress">Told of each vector done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    void Stream(int start, int count, long memoryBytes, GradientReceiver receiver, IStageProgress progress, CancellationToken cancellation)
    {
        const int largestPiece = 1 << 28;
        var together = (int)Math.Clamp(memoryBytes / (Math.Max(1, Length) * sizeof(float)), 1, count);
        using var rows = new WideMatrix(together, Length, isCleared: false);
        for (var done = 0; done < count; done += together)
        {
            var now = Math.Min(together, count - done);
            Evaluate(start + done, now, rows, progress, cancellation);
            for (var i = 0; i < now; i++)
                for (var offset = 0L; offset < Length; offset += largestPiece)
                    receiver(done + i, offset, rows.Part(i, offset, (int)Math.Min(largestPiece, Length - offset)));
        }
    }
}

/// <summary>Chooses the vectors that options ask for.</summary>
internal static class TokenVectors
{
    public static ITokenVectors Of(DecoderModel model, TokenDocuments documents, long[] predictions, SimilarityOptions options, TokenGradientsOptions workers)
    {
        ITokenVectors vectors = ParametersOf(model.Shape, options) is { } parameters
            ? new ModelGradients(model, parameters, documents, predictions, workers)
            : new ModelActivations(model, Layers(model.Shape, options.Layers), documents, predictions, workers.Threads);
        return options.SparseThreshold is { } threshold ? new SparseVectors(vectors, (float)threshold, workers.Threads) : vectors;
    }

    /// <summary>What gradients range over; null where activations are compared.</summary>
    /// <exception cref="ArgumentException">The model lacks a layer, or no parameter is left.</exception>
    public static ParameterSet? ParametersOf(DecoderShape shape, SimilarityOptions options)
    {
        shape.CheckLayers(options.Layers ?? []);
        if (options.Vectors == TokenVectorKind.Activations) return null;
        var parameters = ParameterSet.Excluding(shape, options.ExcludedNames);
        if (options.Layers is not null) parameters = parameters.InLayers(options.Layers);
        if (parameters.Length > 0) return parameters;
        throw new ArgumentException($"No parameter is left when names with {string.Join(" or ", options.ExcludedNames)} are excluded"
            + (options.Layers is null ? "." : $" and only layers {string.Join(", ", options.Layers)} count."));
    }

    private static IReadOnlyList<int> Layers(DecoderShape shape, IReadOnlyList<int>? chosen) =>
        chosen is null ? [.. Enumerable.Range(0, shape.Layers)] : [.. chosen.Distinct().Order()];
}
