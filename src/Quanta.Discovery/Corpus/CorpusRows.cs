using Quanta.Formats.Columns;
using Quanta.Formats.Text;

namespace Quanta.Discovery.Corpus;

/// <summary>A document before it is cut into tokens.</summary>
/// <param name="File">The place of its file, from 0.</param>
/// <param name="Number">Its line or row, from 1.</param>
/// <param name="Text">Its text, or null where it comes as tokens.</param>
/// <param name="Tokens">The ids that the file holds in the place of a text.</param>
/// <param name="Label">Its kind, or null.</param>
internal readonly record struct CorpusRow(int File, long Number, string? Text, long[]? Tokens, string? Label)
{
    public int Length => Text?.Length ?? Tokens!.Length;
}

/// <summary>The documents of files of any kind, one file after the other: JSON lines, Parquet, Arrow.</summary>
/// <param name="paths">The files.</param>
/// <param name="options">What is taken from them.</param>
/// <param name="memoryBytes">What a line, or a row group, may take.</param>
/// <param name="problemOf">What is wrong with the ids of a row, or null: the reason.</param>
internal sealed class CorpusRows(IReadOnlyList<string> paths, CorpusOptions options, long memoryBytes, Func<long[], string?> problemOf)
{
    private const string DefaultField = "text";
    private static readonly string[] Kind = ["meta", "pile_set_name"];

    private readonly List<CorpusSource> _sources = [];
    private string? _column = options.Field;

    /// <summary>What was read of each file so far.</summary>
    public IReadOnlyList<CorpusSource> Sources => _sources;

    public long Skipped { get; private set; }

    public BadLine? FirstSkipped { get; private set; }

    /// <summary>Opens every file, so that what cannot be read at all is found before any work.</summary>
    public void Check()
    {
        foreach (var path in paths)
        {
            using var file = ColumnFile.TryOpen(path, memoryBytes);
            if (file is null) CompressedFile.OpenRead(path, CorpusStage.Required, options.MaxZstdWindowLog).Dispose();
            else Choose(file);
        }
    }

    /// <summary>The documents, in order. Nulls are no documents; bad rows stop the reading, or are left out.</summary>
    public IEnumerable<CorpusRow> Read(CancellationToken cancellation)
    {
        for (var file = 0; file < paths.Count; file++)
        {
            using var columns = ColumnFile.TryOpen(paths[file], memoryBytes);
            foreach (var row in columns is null ? Lines(file) : Rows(columns, file, cancellation)) yield return row;
        }
    }

    private IEnumerable<CorpusRow> Lines(int file)
    {
        var field = options.Field ?? DefaultField;
        Begin(file, "jsonl", field, ColumnContent.Text);
        var defaults = new TextLineOptions();
        var lineBytes = (int)Math.Clamp(memoryBytes / PileReader.BytesPerCharacter, 1, defaults.MaxLineBytes);
        var limits = defaults with { MaxZstdWindowLog = options.MaxZstdWindowLog, MaxLineBytes = lineBytes };
        foreach (var line in JsonLines.ReadField(paths[file], field, Kind, limits))
        {
            Count(isNull: false);
            if (line.IsGood) yield return new CorpusRow(file, line.Number, line.Value, null, line.Label);
            else Skip(line.Problem);
        }
    }

    private IEnumerable<CorpusRow> Rows(ColumnFile columns, int file, CancellationToken cancellation)
    {
        var column = Choose(columns);
        Begin(file, columns.Kind, column.Name, column.Content);
        foreach (var row in columns.Read(column, Kind, cancellation))
        {
            Count(row.IsNull);
            if (row.IsNull) continue;
            if (row.Problem is { } problem) Skip(problem);
            else if (row.Tokens is not null && problemOf(row.Tokens) is { } reason) Skip(new BadLine(paths[file], row.Number, reason, Unit: "row"));
            else yield return new CorpusRow(file, row.Number, row.Text, row.Tokens, row.Label);
        }
    }

    /// <summary>The column of a file, which is then that of the files that follow.</summary>
    private Column Choose(ColumnFile file)
    {
        var column = ColumnChoice.Of(file, _column);
        if (column.Content == ColumnContent.Tokens && options.PrefixToken is not null)
        {
            throw new InvalidDataException($"{file.Path}: the ids of its column {column} are taken as they are stored, so there must be no --prefix-token; "
                + "leave it away, or name a column of text with --field.");
        }
        _column = column.Name;
        return column;
    }

    private void Begin(int file, string kind, string field, ColumnContent content)
    {
        var name = content == ColumnContent.Tokens ? CorpusSource.TokenIds : CorpusSource.PlainText;
        _sources.Add(new CorpusSource(Path.GetFileName(paths[file]), null, kind, field, name, Rows: 0, Nulls: 0));
    }

    private void Count(bool isNull)
    {
        var source = _sources[^1];
        _sources[^1] = source with { Rows = source.Rows + 1, Nulls = source.Nulls + (isNull ? 1 : 0) };
    }

    private void Skip(BadLine problem)
    {
        if (problem.EndsFile)
            throw new InvalidDataException($"{problem} What follows in the file is lost, which leaving out lines does not mend: mend the file or fetch it again.");
        if (!options.SkipBadLines) throw new InvalidDataException($"{problem} Mend the {problem.Unit}, or leave such {problem.Unit}s out with --skip-bad-lines.");
        FirstSkipped ??= problem;
        Skipped++;
    }
}

/// <summary>The texts of a corpus's files, for what needs no tokens: a vocabulary is learned from them.</summary>
public static class CorpusTexts
{
    /// <summary>The texts, in order, each when it is asked for; lines that cannot be read are left out and told of where the options say so.</summary>
    /// <param name="paths">Files, or folders of shards (<see cref="CorpusShards"/>); pipes of JSON lines too.</param>
    /// <param name="options">Which field or column, how many documents, and what becomes of bad lines.</param>
    /// <param name="memoryBytes">What a line, or a row group, may take.</param>
    /// <param name="observer">Is told of what is left out.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InvalidDataException">A line or row cannot be read, a file is cut, damaged or something else, a column holds token ids, or there is no text.</exception>
    public static IEnumerable<string> Of(
        IEnumerable<string> paths, CorpusOptions options, long memoryBytes, IStageObserver observer, CancellationToken cancellation)
    {
        options.Validate();
        var files = CorpusShards.Of(paths);
        var rows = new CorpusRows(files, options, memoryBytes, _ => null);
        var count = 0L;
        foreach (var row in rows.Read(cancellation).Take(options.Documents))
        {
            count++;
            yield return row.Text ?? throw new InvalidDataException(
                $"{files[row.File]}: texts are required, but column \"{rows.Sources[^1].Field}\" holds token ids; name a column of text with --field.");
        }
        if (rows.Skipped > 0) observer.Note($"{rows.Skipped:N0} {rows.FirstSkipped!.Unit}s were left out; the first: {rows.FirstSkipped}");
        if (count == 0) throw new InvalidDataException($"{string.Join(", ", files)}: texts are required, but there is none.");
    }
}
