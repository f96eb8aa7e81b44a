namespace Quanta.Discovery.Corpus.Planted;

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
