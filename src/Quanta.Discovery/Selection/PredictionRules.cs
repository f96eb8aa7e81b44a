namespace Quanta.Discovery.Selection;

/// <summary>The rules that look at single predictions, and how many each kept.</summary>
internal sealed class PredictionRules
{
    private readonly List<Rule> _rules = [];
    private readonly Rule? _induction;

    public PredictionRules(SelectionOptions options, SelectionInputs inputs)
    {
        var (least, end) = (options.LeastNats ?? double.NegativeInfinity, options.ThresholdNats);
        Add("loss", prediction => prediction.Loss >= least && prediction.Loss < end);
        if (options.NotBelowNats is { } unlearned) Add($"not by {options.NotBy}", prediction => inputs.NotByLosses![prediction.Global] >= unlearned);
        if (inputs.Mask is { } mask) Add("mask", prediction => mask[prediction.Global]);
        if (options.Kinds is { } kinds) Add("kinds", prediction => kinds.Contains(inputs.KindOf![prediction.Token]));
        _induction = options.DropInducible ? Add("induction", prediction => !prediction.IsInducible) : null;
    }

    /// <summary>Predictions with a loss in the band.</summary>
    public long Low => _rules[0].Alone;

    public long Inducible { get; private set; }

    public long LowAndInducible { get; private set; }

    /// <summary>Whether a prediction passes all rules; counts it.</summary>
    /// <param name="global">Its index.</param>
    /// <param name="loss">In nats.</param>
    /// <param name="token">The predicted token.</param>
    /// <param name="isInducible">Whether copying predicts it.</param>
    public bool Pass(long global, float loss, int token, bool isInducible)
    {
        var prediction = new Prediction(global, loss, token, isInducible);
        var (isKept, isLow) = (true, false);
        foreach (var rule in _rules)
        {
            var passes = rule.Passes(prediction);
            if (rule == _rules[0]) isLow = passes;
            isKept &= passes;
            if (passes) rule.Alone++;
            if (isKept) rule.Left++;
        }
        if (isInducible) Inducible++;
        if (isInducible && isLow) LowAndInducible++;
        return isKept;
    }

    /// <summary>What each rule kept; null where only the published ones were asked for.</summary>
    /// <param name="options">The rules.</param>
    /// <param name="candidates">What is left after the rule of the most in a document.</param>
    public IReadOnlyList<RuleCount>? Counts(SelectionOptions options, long candidates)
    {
        var isPublished = _rules.TrueForAll(rule => rule == _rules[0] || rule == _induction)
            && options is { LeastNats: null, PerDocument: null, EveryDocument: false, Induction: InductionRule.Trigram };
        if (isPublished) return null;
        var counts = _rules.ConvertAll(rule => new RuleCount(rule.Name, rule.Alone, rule.Left));
        if (options.PerDocument is not null) counts.Add(new RuleCount("per document", null, candidates));
        return counts;
    }

    private Rule Add(string name, Predicate<Prediction> passes)
    {
        var rule = new Rule(name, passes);
        _rules.Add(rule);
        return rule;
    }

    private readonly record struct Prediction(long Global, float Loss, int Token, bool IsInducible);

    private sealed class Rule(string name, Predicate<Prediction> passes)
    {
        public string Name => name;

        public long Alone { get; set; }

        public long Left { get; set; }

        public bool Passes(Prediction prediction) => passes(prediction);
    }
}
