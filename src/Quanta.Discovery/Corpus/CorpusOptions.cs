using System.Text.Json.Serialization;
using Quanta.Formats.Text;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Corpus;

/// <summary>What is taken from the files of a corpus. The defaults are those of the published scripts.</summary>
public sealed record CorpusOptions
{
    /// <summary>What the published scripts cut documents to.</summary>
    public const int PublishedTokensPerDocument = 1024;

    /// <summary>The first so many documents; <see cref="int.MaxValue"/>: all.</summary>
    public int Documents { get; init; } = 200_000;

    /// <summary>The first so many tokens of each document; what follows is never seen. Null: documents stay whole.</summary>
    public int? TokensPerDocument { get; init; } = PublishedTokensPerDocument;

    /// <summary>The windows that documents are read in by every stage that runs a model; null: each document is read at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContextWindows? Windows { get; init; }

    /// <summary>Leave out lines and rows that cannot be read, and count them, instead of stopping at the first.</summary>
    public bool SkipBadLines { get; init; }

    /// <summary>The field of a line, or the column, that holds the text, or token ids; null: "text" of a line, and of columns what
    /// <see cref="ColumnChoice"/> says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Field { get; init; }

    /// <summary>What comes before each document: "none", "bos" or the id of a token; null: what the tokenizer's post-processor says, as in the published scripts. See
    /// <see cref="DocumentEncoder.Load"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PrefixToken { get; init; }

    /// <summary>The largest window of a .zst file, as a power of two: what <c>zstd --long=31</c> wrote needs 31, and 2 GiB of memory. It decides no
    /// result.</summary>
    [JsonIgnore]
    public int MaxZstdWindowLog { get; init; } = Zstd.DefaultWindowLog;

    internal void Validate()
    {
        if (Documents < 1) throw new ArgumentException($"At least 1 document must be read, but {Documents} were asked for.");
        if (TokensPerDocument < 1) throw new ArgumentException($"At least 1 token of each document must be kept, but {TokensPerDocument} were asked for.");
        if (Windows?.FindFault() is { } fault) throw new ArgumentException($"Documents cannot be read so: {fault}.");
    }
}
