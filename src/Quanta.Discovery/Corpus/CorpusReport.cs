using System.Text.Json;
using System.Text.Json.Serialization;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Corpus;

/// <summary>What reading a corpus gave: corpus/report.json.</summary>
/// <param name="Files">The names of the files, without their folders, in the order in which they were read.</param>
/// <param name="Documents">How many documents the corpus holds.</param>
/// <param name="Tokens">How many of their tokens.</param>
/// <param name="Predictions">How many tokens are predicted: all but each document's first.</param>
/// <param name="LinesLeftOut">Lines or rows that could not be read and were left out.</param>
/// <param name="FirstLeftOut">The first of them, and what is wrong with it; null where there is none.</param>
/// <param name="CutDocuments">Documents that had more tokens than are kept.</param>
/// <param name="EndOfTextDocuments">Documents whose text holds <c>&lt;|endoftext|&gt;</c>, which tokenizers take for the special token.</param>
/// <param name="TextBytes">The bytes of the documents' texts in UTF-8, whole; of documents that come as ids, the bytes that these stand for.</param>
/// <param name="TokenBytes">The bytes that the kept tokens stand for.</param>
public sealed record CorpusReport(
    IReadOnlyList<string> Files, long Documents, long Tokens, long Predictions, long LinesLeftOut, string? FirstLeftOut, long CutDocuments, long EndOfTextDocuments,
    long TextBytes, long TokenBytes)
{
    /// <summary>What was read of each file, the last where reading ended included; null where the run was made before this was told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CorpusSource>? Sources { get; init; }

    /// <summary>Reads the report of a finished corpus; null where the run was made before there were any.</summary>
    public static CorpusReport? Read(RunFolder folder) => folder.Stages.Any(stage => stage.Done && stage.Artifacts.ContainsKey(RunArtifacts.CorpusReport))
        ? JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(RunArtifacts.CorpusReport)), RunJson.Default.CorpusReport)
        : null;

    /// <summary>What can still be told of a corpus without a report.</summary>
    internal static CorpusReport OfOffsets(RunFolder folder)
    {
        var offsets = Npy.Read(folder.PathOf(RunArtifacts.Documents)).ToInt64();
        var predictions = 0L;
        for (var d = 1; d < offsets.Length; d++) predictions += Math.Max(0, offsets[d] - offsets[d - 1] - 1);
        return new CorpusReport([], offsets.Length - 1, offsets[^1], predictions, 0, null, 0, 0, 0, 0);
    }
}

/// <summary>What was read of a file.</summary>
/// <param name="File">Its name, without its folder.</param>
/// <param name="Sha256">Its hash, or null where it was not taken.</param>
/// <param name="Kind">"jsonl", "parquet" or "arrow".</param>
/// <param name="Field">The field or column.</param>
/// <param name="Content">"text", or "token ids" where these are the documents.</param>
/// <param name="Rows">The rows, or lines that are not blank, until the last document.</param>
/// <param name="Nulls">How many of them are null, and no documents.</param>
public sealed record CorpusSource(string File, string? Sha256, string Kind, string Field, string Content, long Rows, long Nulls)
{
    /// <summary>What <see cref="Content"/> may be.</summary>
    public const string PlainText = "text", TokenIds = "token ids";
}

/// <summary>Where a document came from: one line of corpus/documents.jsonl.</summary>
/// <param name="Line">The line or row of the file, from 1.</param>
/// <param name="Kind">The kind of text, <c>meta.pile_set_name</c>, or null where the file does not say.</param>
/// <param name="Tokens">How many of its tokens the corpus holds.</param>
/// <param name="IsCut">Whether the document had more.</param>
/// <param name="File">The place of its file among <see cref="CorpusReport.Files"/>, from 0; null where there is one file.</param>
public sealed record DocumentRecord(
    long Line, string? Kind, int Tokens, bool IsCut, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? File = null);
