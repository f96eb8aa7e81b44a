namespace Quanta.Discovery.Corpus.Making;

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
