using System.Text;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Corpus;

/// <summary>Takes a document's tokens, valid during the call, in the order of the corpus.</summary>
public delegate void DocumentReceiver(ReadOnlySpan<int> tokens, DocumentRecord record);

/// <summary>Reads documents from JSON lines with a text each, plain, .gz or .zst, and from columns of Parquet and Arrow files, one file after the other, and cuts
/// them into tokens.</summary>
/// <remarks>A document may be empty: it has no tokens of text, and keeps its number. Before and after its text come the tokens that the encoder puts there. Where a column
/// holds token ids, these are the documents, as they are stored. Lines of white space and nulls are passed over. Held in memory are a row group and a batch of documents
/// and its tokens, each some half of <see cref="Computation.MemoryBytes"/>.</remarks>
public sealed class PileReader
{
    /// <summary>What a character may take while its document is read and cut into tokens: its line, its string, the same normalised, and tokens.</summary>
    internal const int BytesPerCharacter = 16;

    private const string EndOfText = "<|endoftext|>";
    private const int DocumentsPerBatch = 256, MostNames = 3;

    private readonly IReadOnlyList<string> _paths;
    private readonly DocumentEncoder _encoder;
    private readonly int[] _tokenBytes;
    private readonly CorpusOptions _options;
    private readonly Computation _computation;
    private readonly CorpusRows _rows;
    private readonly long _charactersPerBatch;
    private readonly int _mostTokens, _mostEncoded;

    private long _documents, _tokens, _predictions, _cut, _endOfText, _textBytes, _keptBytes;

    private PileReader(IReadOnlyList<string> paths, DocumentEncoder encoder, CorpusOptions options, Computation computation)
    {
        (_paths, _encoder, _options, _computation) = (paths, encoder, options, computation);
        _tokenBytes = encoder.Tokenizer.ByteLengths();
        _mostTokens = options.TokensPerDocument ?? int.MaxValue;
        _mostEncoded = _mostTokens < int.MaxValue ? _mostTokens + 1 : _mostTokens; // one more tells that a document is cut
        _charactersPerBatch = Math.Max(1, computation.MemoryBytes / 2 / BytesPerCharacter);
        _rows = new CorpusRows(paths, options, computation.MemoryBytes / 2, ProblemOf);
    }

    /// <summary>Reads the first documents of the files, handing on each as it comes.</summary>
    /// <exception cref="InvalidDataException">A line or row cannot be read, or holds an id that is no token (unless <see cref="CorpusOptions.SkipBadLines"/>); a file is
    /// cut or damaged, or something else; or there is no document at all. The message names file and line.</exception>
    public static CorpusReport Read(
        IReadOnlyList<string> paths, DocumentEncoder encoder, CorpusOptions options, Computation computation, DocumentReceiver receive, IStageObserver observer,
        CancellationToken cancellation)
    {
        options.Validate();
        if (paths.Count == 0) throw new ArgumentException("At least one file is required to read a corpus from.", nameof(paths));
        var reader = new PileReader(paths, encoder, options, computation);
        var total = options.Documents == int.MaxValue ? IStageObserver.UnknownTotal : options.Documents;
        var name = Path.GetFileName(paths[0]) + (paths.Count > 1 ? $" and {paths.Count - 1} more" : "");
        using (var progress = observer.Begin($"tokens of {name}", total, "documents")) reader.ReadAll(receive, progress, cancellation);
        return reader.Report(observer);
    }

    /// <summary>Reads the first documents of a file, or of a folder of shards, into memory.</summary>
    public static TokenDocuments ReadWhole(string path, DocumentEncoder encoder, CorpusOptions options, Computation computation, CancellationToken cancellation)
    {
        var (tokens, offsets) = (new List<int>(), new List<long> { 0 });
        Read(CorpusShards.Of([path]), encoder, options, computation, (document, _) =>
        {
            tokens.AddRange(document);
            offsets.Add(tokens.Count);
        }, SilentObserver.Instance, cancellation);
        return new TokenDocuments(tokens.ToArray(), [.. offsets]);
    }

    private void ReadAll(DocumentReceiver receive, IStageProgress progress, CancellationToken cancellation)
    {
        foreach (var batch in Batches(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            var encoded = new EncodedDocument[batch.Count];
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _computation.Threads, CancellationToken = cancellation };
            Parallel.For(0, batch.Count, parallel, i => encoded[i] = Encode(batch[i]));
            for (var i = 0; i < encoded.Length; i++) Count(encoded[i], batch[i], receive);
            progress.Advance(batch.Count);
        }
    }

    private EncodedDocument Encode(CorpusRow row)
    {
        if (row.Text is { } text)
            return new(_encoder.Encode(text, _mostEncoded), Encoding.UTF8.GetByteCount(text), text.Contains(EndOfText, StringComparison.Ordinal));
        var ids = Array.ConvertAll(row.Tokens!, id => (int)id);
        return new EncodedDocument(ids, ids.Sum(id => (long)_tokenBytes[id]), HoldsEndOfText: false);
    }

    private void Count(EncodedDocument document, CorpusRow row, DocumentReceiver receive)
    {
        var kept = document.Tokens.AsSpan(0, Math.Min(document.Tokens.Length, _mostTokens));
        var isCut = document.Tokens.Length > kept.Length;
        _documents++;
        _tokens += kept.Length;
        _predictions += Math.Max(0, kept.Length - 1);
        _cut += isCut ? 1 : 0;
        _endOfText += document.HoldsEndOfText ? 1 : 0;
        _textBytes += document.Bytes;
        foreach (var token in row.Text is null ? kept : TextOf(kept, isCut)) _keptBytes += _tokenBytes[token];
        receive(kept, new DocumentRecord(row.Number, row.Label, kept.Length, isCut, _paths.Count > 1 ? row.File : null));
    }

    /// <summary>A document's tokens without those that the encoder put before and after its text.</summary>
    private ReadOnlySpan<int> TextOf(ReadOnlySpan<int> document, bool isCut)
    {
        var text = document[Math.Min(_encoder.Prefix.Count, document.Length)..];
        return isCut ? text : text[..^_encoder.Suffix.Count];
    }

    /// <summary>As many documents at a time as memory allows, up to the number that was asked for.</summary>
    private IEnumerable<List<CorpusRow>> Batches(CancellationToken cancellation)
    {
        var (batch, characters) = (new List<CorpusRow>(), 0L);
        foreach (var row in _rows.Read(cancellation).Take(_options.Documents))
        {
            batch.Add(row);
            characters += row.Length;
            if (batch.Count < DocumentsPerBatch && characters < _charactersPerBatch) continue;
            yield return batch;
            (batch, characters) = ([], 0);
        }
        if (batch.Count > 0) yield return batch;
    }

    /// <summary>What is wrong with stored ids, or null.</summary>
    private string? ProblemOf(long[] ids)
    {
        var tokenizer = _encoder.Tokenizer;
        foreach (var id in ids)
        {
            if (id is < 0 or > int.MaxValue || !tokenizer.HasToken((int)id))
                return $"the id {id} is none of the tokenizer's {tokenizer.VocabularySize:N0} tokens; name the tokenizer that made the ids with --tokenizer.";
        }
        return null;
    }

    private CorpusReport Report(IStageObserver observer)
    {
        var files = string.Join(", ", _paths.Take(MostNames)) + (_paths.Count > MostNames ? $" and {_paths.Count - MostNames} more" : "");
        var (skipped, first) = (_rows.Skipped, _rows.FirstSkipped);
        var nulls = _rows.Sources.Sum(source => source.Nulls);
        if (_documents == 0)
        {
            throw new InvalidDataException($"{files}: a corpus needs documents, but " + (skipped > 0
                ? $"none is left: all of its {skipped:N0} {first!.Unit}s were left out, the first because: {first}"
                : nulls > 0 ? $"all of its {nulls:N0} rows are null." : "it is empty."));
        }
        if (skipped > 0) observer.Note($"{skipped:N0} {first!.Unit}s of {files} were left out; the first: {first}");
        if (nulls > 0) observer.Note($"{nulls:N0} rows of {files} are null, and no documents.");
        if (_rows.Sources.FirstOrDefault(source => source.Content == CorpusSource.TokenIds) is { } stored)
            observer.Note($"Documents are the ids of \"{stored.Field}\", as they are stored: nothing is put before or after them.");
        if (_endOfText > 0) observer.Note($"{_endOfText:N0} documents hold {EndOfText}, which tokenizers take for the special token that parts documents.");
        return new CorpusReport([.. _paths.Select(path => Path.GetFileName(path))], _documents, _tokens, _predictions, skipped,
            first is null ? null : $"{Path.GetFileName(first.Path)}: {first.Unit} {first.Number}: {first.Reason}", _cut, _endOfText, _textBytes, _keptBytes)
        {
            Sources = _rows.Sources,
        };
    }

    private sealed record EncodedDocument(int[] Tokens, long Bytes, bool HoldsEndOfText);
}
