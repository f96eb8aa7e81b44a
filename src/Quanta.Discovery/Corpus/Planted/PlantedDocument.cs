using Quanta.Numerics.Random;

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

/// <summary>Something that a reader can be able to do, independent of the other skills.</summary>
internal interface IPlantedSkill
{
    /// <summary>What kind of ability it is, e.g. "fact".</summary>
    string Kind { get; }

    /// <summary>Which of its kind, e.g. "modulo 7".</summary>
    string Name { get; }

    /// <summary>Writes an occasion to use the skill: at least one token that only the skill predicts, and none that it predicts wrongly.</summary>
    void Write(PlantedInstance instance, Philox random);
}

/// <summary>What a skill writes at one place of a document.</summary>
/// <param name="skill">The skill's label.</param>
/// <param name="template">The label of tokens that the form alone predicts.</param>
/// <param name="names">The document's names by role.</param>
internal sealed class PlantedInstance(int skill, int template, IReadOnlyDictionary<string, string> names)
{
    private readonly List<(string Token, int Label)> _tokens = [];

    public IReadOnlyList<(string Token, int Label)> Tokens => _tokens;

    public IReadOnlyDictionary<string, string> Names => names;

    /// <summary>A token that nothing before it determines.</summary>
    public PlantedInstance Free(string token) => Add(token, PlantedDocument.Noise);

    /// <summary>A token that only the skill can predict.</summary>
    public PlantedInstance Skilled(string token) => Add(token, skill);

    /// <summary>A token that follows from the form: a reader who has seen the form often needs nothing else.</summary>
    public PlantedInstance Template(string token) => Add(token, template);

    private PlantedInstance Add(string token, int label)
    {
        _tokens.Add((token, label));
        return this;
    }
}
