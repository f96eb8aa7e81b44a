using System.Text;
using Quanta.Discovery.Runs;
using Quanta.Formats.Text;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Corpus;

/// <summary>Takes a document's tokens, valid during the call, in the order of the corpus.</summary>
public delegate void DocumentReceiver(ReadOnlySpan<int> tokens, DocumentRecord record);

/// <summary>Reads documents from JSON lines with a text each, plain, .gz or .zst, one file after the other, and cuts them into tokens.</summary>
/// <remarks>A document may be empty: it has no tokens of text, and keeps its number. Before and after its text come the tokens that the encoder puts there.
/// Lines of white space are passed over. Held in memory are a batch of documents and its tokens, some half of <see cref="Computation.MemoryBytes"/>.</remarks>
public sealed class PileReader
{
    private const string DefaultField = "text", EndOfText = "<|endoftext|>";
    private const int DocumentsPerBatch = 256;

    /// <summary>What a character may take while its document is read and cut into tokens: its line, its string, the same normalised, and tokens.</summary>
    private const int BytesPerCharacter = 16;

    private static readonly string[] Kind = ["meta", "pile_set_name"];

    private readonly IReadOnlyList<string> _paths;
    private readonly DocumentEncoder _encoder;
    private readonly int[] _tokenBytes;
    private readonly CorpusOptions _options;
    private readonly Computation _computation;
    private readonly TextLineOptions _limits;
    private readonly long _charactersPerBatch;

    private BadLine? _firstSkipped;
    private long _documents, _tokens, _predictions, _skipped, _cut, _endOfText, _textBytes, _keptBytes;

    private PileReader(IReadOnlyList<string> paths, DocumentEncoder encoder, CorpusOptions options, Computation computation)
    {
        (_paths, _encoder, _options, _computation) = (paths, encoder, options, computation);
        _tokenBytes = encoder.Tokenizer.ByteLengths();
        _charactersPerBatch = Math.Max(1, computation.MemoryBytes / 2 / BytesPerCharacter);
        var defaults = new TextLineOptions();
        _limits = defaults with { MaxZstdWindowLog = options.MaxZstdWindowLog, MaxLineBytes = (int)Math.Min(defaults.MaxLineBytes, _charactersPerBatch) };
    }

    /// <summary>Reads the first documents of the files, handing on each as it comes.</summary>
    /// <exception cref="InvalidDataException">A line cannot be read (unless <see cref="CorpusOptions.SkipBadLines"/>); compressed data is cut or damaged; a file
    /// is something else; or there is no document at all. The message names file and line.</exception>
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

    /// <summary>Reads the first documents of a file into memory.</summary>
    public static TokenDocuments ReadWhole(string path, DocumentEncoder encoder, CorpusOptions options, Computation computation, CancellationToken cancellation)
    {
        var (tokens, offsets) = (new List<int>(), new List<long> { 0 });
        Read([path], encoder, options, computation, (document, _) =>
        {
            tokens.AddRange(document);
            offsets.Add(tokens.Count);
        }, SilentObserver.Instance, cancellation);
        return new TokenDocuments(tokens.ToArray(), [.. offsets]);
    }

    private void ReadAll(DocumentReceiver receive, IStageProgress progress, CancellationToken cancellation)
    {
        foreach (var batch in Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            var encoded = new EncodedDocument[batch.Count];
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _computation.Threads, CancellationToken = cancellation };
            Parallel.For(0, batch.Count, parallel, i => encoded[i] = Encode(batch[i].Line.Value!));
            for (var i = 0; i < encoded.Length; i++) Count(encoded[i], batch[i].Line, batch[i].File, receive);
            progress.Advance(batch.Count);
        }
    }

    private EncodedDocument Encode(string text) =>
        new(_encoder.Encode(text, _options.TokensPerDocument + 1), Encoding.UTF8.GetByteCount(text), text.Contains(EndOfText, StringComparison.Ordinal));

    private void Count(EncodedDocument document, JsonField line, int file, DocumentReceiver receive)
    {
        var kept = document.Tokens.AsSpan(0, Math.Min(document.Tokens.Length, _options.TokensPerDocument));
        var isCut = document.Tokens.Length > kept.Length;
        _documents++;
        _tokens += kept.Length;
        _predictions += Math.Max(0, kept.Length - 1);
        _cut += isCut ? 1 : 0;
        _endOfText += document.HoldsEndOfText ? 1 : 0;
        _textBytes += document.Bytes;
        foreach (var token in TextOf(kept, isCut)) _keptBytes += _tokenBytes[token];
        receive(kept, new DocumentRecord(line.Number, line.Label, kept.Length, isCut, _paths.Count > 1 ? file : null));
    }

    /// <summary>A document's tokens without those that the encoder put before and after its text.</summary>
    private ReadOnlySpan<int> TextOf(ReadOnlySpan<int> document, bool isCut)
    {
        var text = document[Math.Min(_encoder.Prefix.Count, document.Length)..];
        return isCut ? text : text[..^_encoder.Suffix.Count];
    }

    /// <summary>As many good lines at a time as memory allows, up to the number of documents.</summary>
    private IEnumerable<List<(JsonField Line, int File)>> Batches()
    {
        var (batch, characters) = (new List<(JsonField, int)>(), 0L);
        foreach (var (line, file) in GoodLines().Take(_options.Documents))
        {
            batch.Add((line, file));
            characters += line.Value!.Length;
            if (batch.Count < DocumentsPerBatch && characters < _charactersPerBatch) continue;
            yield return batch;
            (batch, characters) = ([], 0);
        }
        if (batch.Count > 0) yield return batch;
    }

    private IEnumerable<(JsonField Line, int File)> GoodLines()
    {
        for (var file = 0; file < _paths.Count; file++)
        {
            foreach (var line in JsonLines.ReadField(_paths[file], _options.Field ?? DefaultField, Kind, _limits))
            {
                if (line.IsGood) yield return (line, file);
                else Skip(line.Problem);
            }
        }
    }

    private void Skip(BadLine problem)
    {
        if (problem.EndsFile)
            throw new InvalidDataException($"{problem} What follows in the file is lost, which leaving out lines does not mend: mend the file or fetch it again.");
        if (!_options.SkipBadLines) throw new InvalidDataException($"{problem} Mend the line, or leave such lines out with --skip-bad-lines.");
        _firstSkipped ??= problem;
        _skipped++;
    }

    private CorpusReport Report(IStageObserver observer)
    {
        var files = string.Join(", ", _paths);
        if (_documents == 0)
        {
            throw new InvalidDataException(_skipped > 0
                ? $"{files}: a corpus needs documents, but none is left: all of its {_skipped:N0} lines were left out, the first because: {_firstSkipped}"
                : $"{files}: a corpus needs documents, but it is empty.");
        }
        if (_skipped > 0) observer.Note($"{_skipped:N0} lines of {files} were left out; the first: {_firstSkipped}");
        if (_endOfText > 0) observer.Note($"{_endOfText:N0} documents hold {EndOfText}, which tokenizers take for the special token that parts documents.");
        return new CorpusReport([.. _paths.Select(path => Path.GetFileName(path))], _documents, _tokens, _predictions, _skipped,
            _firstSkipped is { } first ? $"{Path.GetFileName(first.Path)}: line {first.Number}: {first.Reason}" : null, _cut, _endOfText, _textBytes, _keptBytes);
    }

    private sealed record EncodedDocument(int[] Tokens, int Bytes, bool HoldsEndOfText);
}
