namespace Quanta.Discovery.Corpus.Planted;

/// <summary>A document and which skill predicts each of its tokens.</summary>
internal sealed class PlantedDocument
{
    /// <summary>The label of a token that nothing predicts.</summary>
    public const int Noise = -1;

    private readonly List<string> _tokens = [];
    private readonly List<int> _labels = [];
    private readonly List<int> _instances = [];

    /// <summary>Each token's text.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>Each token's skill, or <see cref="Noise"/>.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>Each token's instance: a run of tokens that one skill wrote.</summary>
    public IReadOnlyList<int> Instances => _instances;

    /// <summary>What the document said of itself at its start, by role.</summary>
    public Dictionary<string, string> Names { get; } = [];

    public string Text => string.Concat(_tokens);

    /// <summary>Appends an instance.</summary>
    public void Append(PlantedInstance instance)
    {
        var number = _instances.Count == 0 ? 0 : _instances[^1] + 1;
        foreach (var (token, label) in instance.Tokens)
        {
            _tokens.Add(token);
            _labels.Add(label);
            _instances.Add(number);
        }
    }
}
