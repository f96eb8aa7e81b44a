namespace Quanta.Discovery.Corpus.Planted;

/// <summary>A corpus whose skills are known.</summary>
public sealed record PlantedOptions
{
    public int TrainDocuments { get; init; } = 20_000;

    public int TestDocuments { get; init; } = 500;

    /// <summary>A document ends before the instance that would make it longer.</summary>
    public int DocumentTokens { get; init; } = 256;

    /// <summary>Facts to know; each is a skill. The skills of the other kinds are always the same.</summary>
    public int Facts { get; init; } = 150;

    /// <summary>The skill of rank k is drawn with a probability in proportion to k^-exponent (the paper's alpha + 1).</summary>
    public double Exponent { get; init; } = 1.3;

    /// <summary>Factors of the skills' draws by kind, e.g. "fact" = 2; kinds that are not named have 1.</summary>
    public IReadOnlyDictionary<string, double> KindWeights { get; init; } = new Dictionary<string, double>();

    /// <summary>The most noise words between two instances of skills; the number is drawn evenly from 1 on.</summary>
    public int NoiseWords { get; init; } = 3;

    /// <summary>No word tells which skill of its kind is needed: sequences share a cue and are known by two elements, lists by their first item, verbs by the noun, which each of them has some
    /// of. Facts, which are their words, are best left out of such a corpus.</summary>
    public bool WithoutCues { get; init; }

    /// <summary>Fixes words, ranks and documents.</summary>
    public ulong Seed { get; init; }

    internal void Validate()
    {
        (string, int, int)[] numbers =
        [
            ("training documents", TrainDocuments, 0), ("test documents", TestDocuments, 0), ("document tokens", DocumentTokens, 64), ("facts", Facts, 0),
            ("noise words", NoiseWords, 1),
        ];
        foreach (var (name, value, least) in numbers)
            if (value < least) throw new ArgumentException($"The number of {name} must be at least {least}, but it is {value}.");
        if (Facts > Skills.FactSkill.Largest) throw new ArgumentException($"There can be at most {Skills.FactSkill.Largest} facts, but {Facts} were asked for.");
        if (!(Exponent >= 0 && double.IsFinite(Exponent))) throw new ArgumentException($"The exponent must be finite and not negative, but it is {Exponent}.");
        foreach (var (kind, weight) in KindWeights)
            if (!(weight >= 0 && double.IsFinite(weight))) throw new ArgumentException($"The weight of kind {kind} must be finite and not negative, but it is {weight}.");
    }
}
