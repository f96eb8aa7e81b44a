namespace Quanta.LanguageModels;

/// <summary>Tokenized documents, end to end, and how they are read: each at once, or in windows.</summary>
/// <remarks>A document of T tokens has T - 1 predictions (none when T is 0 or 1); prediction r is of token r + 1 from tokens 0 to r, or from those of them that its window holds.
/// Global prediction indices run through the documents in order: the published indexing. Contexts, what is read at once, are numbered in the same order.</remarks>
public sealed class TokenDocuments
{
    private readonly ReadOnlyMemory<int> _tokens;
    private readonly long[] _offsets;
    private readonly long[] _predictionOffsets;
    private readonly int[]? _contextOffsets;

    /// <param name="tokens">All tokens.</param>
    /// <param name="offsets">[documents + 1]: document d holds tokens offsets[d] to offsets[d + 1] - 1; the first is 0, the last the number of tokens.</param>
    /// <param name="windows">How documents are read; null: each at once.</param>
    public TokenDocuments(ReadOnlyMemory<int> tokens, ReadOnlySpan<long> offsets, ContextWindows? windows = null)
    {
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] != tokens.Length)
            throw new ArgumentException($"Document offsets must run from 0 to the number of tokens, {tokens.Length}.", nameof(offsets));
        if (windows?.FindFault() is { } fault) throw new ArgumentException($"Documents cannot be read so: {fault}.", nameof(windows));
        (_tokens, _offsets, Windows) = (tokens, offsets.ToArray(), windows);
        _predictionOffsets = new long[offsets.Length];
        for (var d = 0; d < Count; d++)
        {
            var length = offsets[d + 1] - offsets[d];
            if (length < 0)
                throw new ArgumentException($"Document offsets must not fall, but document {d} ends at {offsets[d + 1]}, before its start at {offsets[d]}.", nameof(offsets));
            _predictionOffsets[d + 1] = _predictionOffsets[d] + Math.Max(0, length - 1);
        }
        if (windows is null) return;
        _contextOffsets = new int[offsets.Length];
        for (var d = 0; d < Count; d++) _contextOffsets[d + 1] = checked(_contextOffsets[d] + windows.CountFor(TokenCount(d) - 1));
    }

    /// <summary>All tokens, [tokens].</summary>
    public ReadOnlySpan<int> Tokens => _tokens.Span;

    /// <summary>Where each document begins, [documents + 1].</summary>
    public ReadOnlySpan<long> Offsets => _offsets;

    /// <summary>How documents are read; null: each at once.</summary>
    public ContextWindows? Windows { get; }

    /// <summary>The number of documents.</summary>
    public int Count => _offsets.Length - 1;

    /// <summary>The number of predictions in all documents.</summary>
    public long PredictionCount => _predictionOffsets[^1];

    /// <summary>The number of contexts: documents, or windows of them.</summary>
    public int ContextCount => _contextOffsets is null ? Count : _contextOffsets[^1];

    /// <summary>The tokens of document <paramref name="document"/>.</summary>
    public ReadOnlySpan<int> this[int document] =>
        _tokens.Span[(int)_offsets[document]..(int)_offsets[document + 1]];

    /// <summary>The number of tokens of document <paramref name="document"/>.</summary>
    public int TokenCount(int document) => (int)(_offsets[document + 1] - _offsets[document]);

    /// <summary>The global index of the document's first prediction.</summary>
    public long PredictionOffset(int document) => _predictionOffsets[document];

    /// <summary>The document and the position within it of a global prediction index: the prediction is of token Position + 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such prediction.</exception>
    public (int Document, int Position) Locate(long prediction)
    {
        if (prediction < 0 || prediction >= PredictionCount)
            throw new ArgumentOutOfRangeException(nameof(prediction), $"There is no prediction {prediction}: the documents have {PredictionCount} predictions, numbered from 0.");
        var document = Array.BinarySearch(_predictionOffsets, prediction);
        if (document < 0) document = ~document - 1;
        while (_predictionOffsets[document + 1] == prediction) document++;
        return (document, (int)(prediction - _predictionOffsets[document]));
    }

    /// <summary>The context that scores a global prediction index, and the position within it: the prediction is of the context's token Position + 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such prediction.</exception>
    public (int Context, int Position) LocateContext(long prediction)
    {
        var (document, position) = Locate(prediction);
        return Windows is null ? (document, position) : (_contextOffsets![document] + Windows.WindowOf(position), position - Windows.StartAt(position));
    }

    /// <summary>Context <paramref name="context"/>.</summary>
    public ContextWindow Context(int context)
    {
        if (Windows is null) return new ContextWindow(context, Start: 0, TokenCount(context), FirstScored: 0, _predictionOffsets[context]);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)context, (uint)ContextCount, nameof(context));
        var document = Array.BinarySearch(_contextOffsets!, context);
        if (document < 0) document = ~document - 1;
        return Windows.Of(document, TokenCount(document), _predictionOffsets[document], context - _contextOffsets![document]);
    }

    /// <summary>The tokens of context <paramref name="context"/>, the last of which is predicted and not read.</summary>
    public ReadOnlySpan<int> TokensOf(int context)
    {
        var window = Context(context);
        return this[window.Document].Slice(window.Start, window.Length);
    }

    /// <summary>The most tokens that a context has, the one that is only predicted included.</summary>
    public int LongestContext()
    {
        var longest = Enumerable.Range(0, Count).Select(TokenCount).DefaultIfEmpty().Max();
        return Windows is null ? longest : (int)Math.Min(longest, Windows.Tokens + 1L);
    }

    /// <summary>The same documents, read in windows, or each at once where there are none.</summary>
    /// <exception cref="ArgumentException">The windows make no sense.</exception>
    public TokenDocuments Read(ContextWindows? windows) => new(_tokens, _offsets, windows);

    /// <summary>Documents <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1 alone; their predictions are numbered from 0.</summary>
    public TokenDocuments Slice(int start, int count)
    {
        var offsets = _offsets.AsSpan(start, count + 1).ToArray();
        var first = offsets[0];
        for (var d = 0; d < offsets.Length; d++) offsets[d] -= first;
        return new TokenDocuments(_tokens.Slice((int)first, (int)offsets[^1]), offsets, Windows);
    }

    /// <summary>Equally long documents: [documents, length], row-major.</summary>
    public static TokenDocuments OfEqualLengths(ReadOnlyMemory<int> tokens, int documents, int length) =>
        new(tokens, [.. Enumerable.Range(0, documents + 1).Select(d => (long)d * length)]);

    /// <summary>One document.</summary>
    public static TokenDocuments FromOne(ReadOnlyMemory<int> tokens) => new(tokens, [0, tokens.Length]);
}
