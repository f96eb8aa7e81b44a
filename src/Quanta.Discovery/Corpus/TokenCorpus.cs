namespace Quanta.Discovery.Corpus;

/// <summary>Tokenised documents end to end, and the published indexing of their predictions.</summary>
/// <remarks>A document of T tokens has max(T - 1, 0) predictions: prediction r predicts token r + 1 from tokens 0..r. The global index of a prediction is
/// the number of predictions of all earlier documents plus r (Michaud et al. 2023, the canonical Pile test set), so published index files fit.</remarks>
public sealed class TokenCorpus
{
    private readonly int[] _tokens;
    private readonly long[] _offsets;
    private readonly long[] _firstPredictions;

    /// <param name="tokens">Token ids of all documents end to end, [tokens].</param>
    /// <param name="offsets">Where each document begins, ascending from 0 to the number of tokens, [documents + 1].</param>
    /// <exception cref="ArgumentException">The offsets do not cut the tokens into documents.</exception>
    public TokenCorpus(int[] tokens, long[] offsets)
    {
        CheckOffsets(offsets, tokens.Length);
        (_tokens, _offsets) = (tokens, offsets);
        _firstPredictions = new long[offsets.Length];
        for (var d = 0; d < DocumentCount; d++)
            _firstPredictions[d + 1] = _firstPredictions[d] + Math.Max(offsets[d + 1] - offsets[d] - 1, 0);
    }

    public int DocumentCount => _offsets.Length - 1;

    public long TokenCount => _tokens.Length;

    public long PredictionCount => _firstPredictions[^1];

    /// <summary>All tokens, [tokens].</summary>
    public ReadOnlySpan<int> Tokens => _tokens;

    /// <summary>Where each document begins, [documents + 1].</summary>
    public ReadOnlySpan<long> Offsets => _offsets;

    /// <summary>The tokens of one document.</summary>
    public ReadOnlyMemory<int> Document(int document) =>
        _tokens.AsMemory((int)_offsets[document], (int)(_offsets[document + 1] - _offsets[document]));

    /// <summary>The global index of a document's first prediction; for <see cref="DocumentCount"/>, the number of all predictions.</summary>
    public long FirstPrediction(int document) => _firstPredictions[document];

    /// <summary>The document and the place in it of a global prediction index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The corpus has no such prediction.</exception>
    public PredictionPlace Place(long prediction)
    {
        if (prediction < 0 || prediction >= PredictionCount)
            throw new ArgumentOutOfRangeException(nameof(prediction), $"There is no prediction {prediction}: the corpus has {PredictionCount} predictions, numbered from 0.");
        return Locate(prediction);
    }

    /// <summary>Cuts an array [documents, length] of equally long documents.</summary>
    public static TokenCorpus OfEqualLengths(int[] tokens, int documents, int length) =>
        new(tokens, [.. Enumerable.Range(0, documents + 1).Select(d => (long)d * length)]);

    // The rightmost document that starts at or before the index: documents without predictions are passed over.
    private PredictionPlace Locate(long prediction)
    {
        var (low, high) = (0, DocumentCount - 1);
        while (low < high)
        {
            var middle = low + (high - low + 1) / 2;
            if (_firstPredictions[middle] <= prediction) low = middle;
            else high = middle - 1;
        }
        return new PredictionPlace(low, (int)(prediction - _firstPredictions[low]));
    }

    private static void CheckOffsets(long[] offsets, int tokens)
    {
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] != tokens)
            throw new ArgumentException($"Document offsets must run from 0 to the number of tokens, {tokens}.", nameof(offsets));
        for (var d = 1; d < offsets.Length; d++)
            if (offsets[d] < offsets[d - 1])
                throw new ArgumentException($"Document offsets must ascend, but offset {d} is {offsets[d]} after {offsets[d - 1]}.", nameof(offsets));
    }
}

/// <summary>Prediction <paramref name="Index"/> (0-based) of a document: it predicts token <see cref="TargetToken"/> from all tokens before.</summary>
public readonly record struct PredictionPlace(int Document, int Index)
{
    /// <summary>The position in the document of the predicted token.</summary>
    public int TargetToken => Index + 1;
}
