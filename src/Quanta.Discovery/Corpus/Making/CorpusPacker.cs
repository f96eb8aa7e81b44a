using System.Security.Cryptography;
using System.Text;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Making;

/// <summary>A corpus made from texts.</summary>
/// <param name="Train">The documents to train on, in random order.</param>
/// <param name="Test">The documents to test on, in random order; none shares its text of origin with a training document.</param>
/// <param name="Report">What was kept and dropped.</param>
public sealed record PackedCorpus(IReadOnlyList<SourceText> Train, IReadOnlyList<SourceText> Test, PackReport Report);

/// <summary>Cleans, cuts, deduplicates and splits texts.</summary>
/// <remarks>Which of several copies survives, the order and the split depend on the texts' order and the seed only. Whether a text of origin goes to the test side is
/// a draw of its own, from its kind and name, so adding texts does not move the others across.</remarks>
public static class CorpusPacker
{
    /// <summary>Packs the texts.</summary>
    /// <param name="texts">Read once.</param>
    /// <param name="options">Sizes, thresholds and the seed.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops between texts.</param>
    public static PackedCorpus Pack(IEnumerable<SourceText> texts, PackOptions options, IStageObserver? observer = null, CancellationToken cancellation = default)
    {
        options.Validate();
        var kinds = new SortedDictionary<string, PackCounts>(StringComparer.Ordinal);
        var documents = Distinct(texts, options, kinds, observer ?? SilentObserver.Instance, cancellation);
        new Philox(options.Seed, Stream("order")).Shuffle<SourceText>(documents);
        foreach (var kind in options.CharactersOf.Keys.Where(kind => !kinds.ContainsKey(kind)))
            throw new ArgumentException($"There is no text of kind {kind}, of which a limit was given; there are {string.Join(", ", kinds.Keys)}.");
        documents = Limit(documents, options, kinds);
        var sides = documents.ToLookup(document => IsTest(document, options));
        foreach (var document in documents) Count(kinds[document.Kind], document, IsTest(document, options));
        return new PackedCorpus([.. sides[false]], [.. sides[true]], new PackReport(options, kinds));
    }

    private static SourceText[] Distinct(
        IEnumerable<SourceText> texts, PackOptions options, SortedDictionary<string, PackCounts> kinds, IStageObserver observer, CancellationToken cancellation)
    {
        var (kept, seen, near) = (new List<SourceText>(), new HashSet<UInt128>(), new NearDuplicates(options.NearDuplicateSimilarity));
        var list = texts as IReadOnlyCollection<SourceText> ?? [.. texts];
        using var progress = observer.Begin("packing", list.Count, "texts");
        foreach (var text in list)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!kinds.TryGetValue(text.Kind, out var counts)) kinds.Add(text.Kind, counts = new PackCounts());
            counts.Texts++;
            foreach (var piece in DocumentCutter.Cut(TextCleaning.Clean(text.Text), options.DocumentCharacters))
            {
                counts.Documents++;
                if (piece.Length < options.MinimumCharacters) counts.TooShort++;
                else if (!seen.Add(Hash(piece))) counts.ExactCopies++;
                else if (options.NearDuplicateSimilarity < 1 && near.IsKnown(piece)) counts.NearCopies++;
                else kept.Add(text with { Text = piece });
            }
            progress.Advance(1);
        }
        return [.. kept];
    }

    private static SourceText[] Limit(IEnumerable<SourceText> documents, PackOptions options, SortedDictionary<string, PackCounts> kinds)
    {
        var (used, kept) = (kinds.Keys.ToDictionary(kind => kind, _ => 0L), new List<SourceText>());
        foreach (var document in documents)
        {
            if (used[document.Kind] + document.Text.Length > options.LimitOf(document.Kind)) kinds[document.Kind].BeyondLimit++;
            else
            {
                used[document.Kind] += document.Text.Length;
                kept.Add(document);
            }
        }
        return [.. kept];
    }

    private static void Count(PackCounts counts, SourceText document, bool isTest)
    {
        if (isTest) (counts.TestDocuments, counts.TestCharacters) = (counts.TestDocuments + 1, counts.TestCharacters + document.Text.Length);
        else (counts.TrainDocuments, counts.TrainCharacters) = (counts.TrainDocuments + 1, counts.TrainCharacters + document.Text.Length);
    }

    private static bool IsTest(SourceText document, PackOptions options) =>
        new Philox(options.Seed, Stream($"split\0{document.Kind}\0{document.Name}")).NextDouble() < options.TestFraction;

    private static ulong Stream(string name) => (ulong)Hash(name);

    private static UInt128 Hash(string text) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>How texts become the documents of a corpus.</summary>
public sealed record PackOptions
{
    /// <summary>A longer text is cut into pieces of at most so many characters, between paragraphs or lines where there are any.</summary>
    public int DocumentCharacters { get; init; } = 8000;

    /// <summary>Shorter documents are left out.</summary>
    public int MinimumCharacters { get; init; } = 200;

    /// <summary>At most so many characters of each kind, documents chosen by the seed; null: all.</summary>
    public long? CharactersPerKind { get; init; }

    /// <summary>For the kinds named here, in the place of <see cref="CharactersPerKind"/>.</summary>
    public IReadOnlyDictionary<string, long> CharactersOf { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>A document whose word shingles have at least this estimated Jaccard similarity with an earlier document's is left out; 1 or more: only
    /// exact copies are.</summary>
    public double NearDuplicateSimilarity { get; init; } = 0.8;

    /// <summary>The share of the texts that becomes the test corpus.</summary>
    public double TestFraction { get; init; } = 0.05;

    /// <summary>Fixes the split, the order of the documents and the choice of <see cref="CharactersPerKind"/>.</summary>
    public ulong Seed { get; init; }

    internal long LimitOf(string kind) => CharactersOf.TryGetValue(kind, out var own) ? own : CharactersPerKind ?? long.MaxValue;

    internal void Validate()
    {
        if (DocumentCharacters < 1) throw new ArgumentException($"A document must hold at least 1 character, but {DocumentCharacters} were asked for.");
        if (MinimumCharacters < 0 || MinimumCharacters > DocumentCharacters)
            throw new ArgumentException($"The shortest document must have from 0 to {DocumentCharacters} characters, but {MinimumCharacters} were asked for.");
        if (CharactersPerKind is < 1) throw new ArgumentException($"At least 1 character of each kind must be kept, but {CharactersPerKind} were asked for.");
        foreach (var (kind, characters) in CharactersOf)
            if (characters < 1) throw new ArgumentException($"At least 1 character of each kind must be kept, but {characters} were asked for of {kind}.");
        if (!(NearDuplicateSimilarity > 0)) throw new ArgumentException($"The similarity of near duplicates must be above 0, but it is {NearDuplicateSimilarity}.");
        if (!(TestFraction is >= 0 and < 1)) throw new ArgumentException($"The test fraction must be at least 0 and below 1, but it is {TestFraction}.");
    }
}

/// <summary>What became of the texts of one kind, or of all.</summary>
public sealed record PackCounts
{
    public int Texts { get; set; }

    /// <summary>Documents that the texts were cut into.</summary>
    public int Documents { get; set; }

    public int TooShort { get; set; }

    public int ExactCopies { get; set; }

    public int NearCopies { get; set; }

    /// <summary>Documents beyond <see cref="PackOptions.CharactersPerKind"/>.</summary>
    public int BeyondLimit { get; set; }

    public int TrainDocuments { get; set; }

    public long TrainCharacters { get; set; }

    public int TestDocuments { get; set; }

    public long TestCharacters { get; set; }
}

/// <summary>How a corpus was made: corpus.json.</summary>
/// <param name="Options">The options.</param>
/// <param name="Kinds">What became of each kind of text.</param>
public sealed record PackReport(PackOptions Options, IReadOnlyDictionary<string, PackCounts> Kinds);

/// <summary>Cuts long texts into documents.</summary>
internal static class DocumentCutter
{
    private static readonly string[] Seams = ["\n\n", "\n", " "];

    /// <summary>Pieces of at most <paramref name="characters"/> UTF-16 units, each ending at the last blank line that fits, else at the last line end,
    /// blank, or anywhere but within a surrogate pair. White space around a piece is dropped, so are pieces of nothing else.</summary>
    public static IEnumerable<string> Cut(string text, int characters)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = EndOfPiece(text, start, characters);
            var piece = text[start..end].Trim('\n').TrimEnd();
            if (piece.Length > 0) yield return piece;
            start = end;
        }
    }

    private static int EndOfPiece(string text, int start, int characters)
    {
        if (text.Length - start <= characters) return text.Length;
        foreach (var seam in Seams)
        {
            // A seam in the first half would leave a piece much shorter than asked for.
            var found = text.LastIndexOf(seam, start + characters - 1, characters - characters / 2, StringComparison.Ordinal);
            if (found > start) return Math.Min(found + seam.Length, start + characters);
        }
        var end = start + characters;
        return characters > 1 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }
}
