namespace Quanta.Discovery.Corpus;

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
