using System.Globalization;
using Quanta.LanguageModels.Tokenization.Files;

namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>What the model gets: text to be taken as bytes, the stand-ins of bytes, or characters.</summary>
internal enum PieceAlphabet
{
    Characters,
    Bytes,
    ByteStandIns,
}

/// <summary>Reads pre_tokenizer of a tokenizer.json.</summary>
internal sealed class PreTokenizerReader
{
    private const string WordsAndPunctuation = @"\w+|[^\w\s]+";

    private static readonly string[] Kinds = ["ByteLevel", "Digits", "Metaspace", "Punctuation", "Sequence", "Split", "Whitespace", "WhitespaceSplit"];

    private readonly List<Func<ITextStage, ITextStage>> _stages = [];

    /// <summary>Reads all steps.</summary>
    /// <exception cref="InvalidDataException">One of them is not read.</exception>
    public PreTokenizerReader(JsonNode preTokenizer)
    {
        var steps = preTokenizer.Steps("pretokenizers").ToList();
        foreach (var (index, step) in steps.Index()) Add(step, isLast: index == steps.Count - 1);
    }

    public PieceAlphabet Alphabet { get; private set; }

    /// <summary>The stages in front of the model.</summary>
    public ITextStage StagesBefore(ITextStage model) => Enumerable.Reverse(_stages).Aggregate(model, (next, stage) => stage(next));

    private void Add(JsonNode step, bool isLast)
    {
        switch (step.KindAmong(Kinds))
        {
            case "ByteLevel": AddByteLevel(step, isLast); break;
            case "Digits": AddSplitter(new CharacterPattern(IsNumber), DigitsBehavior(step)); break;
            case "Metaspace": AddMetaspace(step); break;
            case "Punctuation": AddSplitter(new CharacterPattern(IsPunctuation), BehaviorOf(step["behavior"], absent: SplitBehavior.Isolated)); break;
            case "Split": AddSplit(step); break;
            case "Whitespace": AddSplitter(new CodePointRegex(WordsAndPunctuation), SplitBehavior.Removed, inverted: true); break;
            case "WhitespaceSplit": AddSplitter(new CharacterPattern(IsSpace), SplitBehavior.Removed); break;
        }
    }

    private void AddByteLevel(JsonNode step, bool isLast)
    {
        if (Alphabet != PieceAlphabet.Characters) throw step.Refuse("must be the only ByteLevel step, but another comes before it");
        Alphabet = isLast ? PieceAlphabet.Bytes : PieceAlphabet.ByteStandIns;
        if (step["add_prefix_space"].Flag(absent: false)) _stages.Add(next => new PrefixSpace(next));
        if (step["use_regex"].Flag(absent: true)) _stages.Add(next => new Gpt2Words(next));
        if (!isLast) _stages.Add(next => new ByteStandIns(next));
    }

    private void AddMetaspace(JsonNode step)
    {
        var replacement = step["replacement"].Text();
        if (new StringInfo(replacement).LengthInTextElements != 1) throw step["replacement"].Refuse($"must be one character, but is {step["replacement"].Description}");
        var scheme = SchemeOf(step);
        _stages.Add(next => new Metaspace(replacement, scheme, next));
        if (step["split"].Flag(absent: true)) AddSplitter(new LiteralPattern(replacement), SplitBehavior.MergedWithNext);
    }

    /// <summary>Files before 2024 say add_prefix_space instead; where both are said they must agree.</summary>
    public static PrependScheme SchemeOf(JsonNode metaspace)
    {
        var (scheme, addsSpace) = (metaspace["prepend_scheme"], metaspace["add_prefix_space"].Flag(absent: true));
        var stated = !scheme.IsPresent ? addsSpace ? PrependScheme.Always : PrependScheme.Never : scheme.OneOf(["always", "first", "never"]) switch
        {
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            _ => PrependScheme.Never,
        };
        return addsSpace || stated == PrependScheme.Never
            ? stated
            : throw metaspace.Refuse($"must not say both \"add_prefix_space\": false and \"prepend_scheme\": {scheme.Description}");
    }

    private void AddSplit(JsonNode step)
    {
        var (behavior, inverted) = (BehaviorOf(step["behavior"]), step["invert"].Flag(absent: false));
        var keepsMatches = (behavior, inverted) is (SplitBehavior.Isolated, false) or (SplitBehavior.Removed, true);
        var expression = step["pattern"]["Regex"] is { IsString: true } regex ? regex.Text() : "";
        if (keepsMatches && expression == Gpt2Words.Expression) _stages.Add(next => new Gpt2Words(next));
        else if (keepsMatches && Gpt4Words.Expressions.TryGetValue(expression, out var longestNumber)) _stages.Add(next => new Gpt4Words(longestNumber, next));
        else AddSplitter(TextPattern.Read(step["pattern"]), behavior, inverted);
    }

    private void AddSplitter(TextPattern pattern, SplitBehavior behavior, bool inverted = false) =>
        _stages.Add(next => new Splitter(pattern, behavior, inverted, next));

    private static SplitBehavior DigitsBehavior(JsonNode digits) => digits["individual_digits"].Flag(absent: false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous;

    private static SplitBehavior BehaviorOf(JsonNode behavior, SplitBehavior? absent = null) =>
        !behavior.IsPresent && absent is { } known ? known : Enum.Parse<SplitBehavior>(behavior.OneOf(Enum.GetNames<SplitBehavior>()));

    private static bool IsSpace(int codePoint) => CharacterClasses.Of(codePoint) == CharacterClass.Space;

    private static bool IsNumber(int codePoint) => CharacterClasses.Of(codePoint) == CharacterClass.Number;

    /// <summary>ASCII's punctuation, symbols included, and the punctuation of Unicode.</summary>
    private static bool IsPunctuation(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
    {
        >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation => true,
        >= UnicodeCategory.MathSymbol and <= UnicodeCategory.OtherSymbol => codePoint < 0x80,
        _ => false,
    };
}
