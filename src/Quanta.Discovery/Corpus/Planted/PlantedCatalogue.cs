using Quanta.Discovery.Corpus.Planted.Skills;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted;

/// <summary>A skill as skills.json lists it.</summary>
/// <param name="Label">Its label in the label files.</param>
/// <param name="Kind">What kind of ability it is.</param>
/// <param name="Name">Which of its kind.</param>
/// <param name="Probability">That an instance is this skill's; 0 for templates, which stand within other skills' instances.</param>
public sealed record PlantedSkillRecord(int Label, string Kind, string Name, double Probability);

/// <summary>All skills of a corpus by falling probability; their index is their label. Templates follow.</summary>
internal sealed class PlantedCatalogue
{
    private const string Template = "template", Introduction = "introduction";
    private readonly IPlantedSkill[] _skills;
    private readonly double[] _cumulative;
    private readonly List<string> _templates;

    public PlantedCatalogue(PlantedWords words, PlantedOptions options, Philox random)
    {
        var skills = All(words, options, random).ToArray();
        var unknown = options.KindWeights.Keys.FirstOrDefault(kind => skills.All(skill => skill.Kind != kind));
        if (unknown is not null)
            throw new ArgumentException(
                $"There are no skills of kind \"{unknown}\"; there are {string.Join(", ", skills.Select(skill => skill.Kind).Distinct())}.", nameof(options));
        random.Shuffle(skills.AsSpan());
        var weights = skills.Select((skill, i) => Math.Pow(i + 1, -options.Exponent) * options.KindWeights.GetValueOrDefault(skill.Kind, 1)).ToArray();
        if (!(weights.Sum() > 0)) throw new ArgumentException("At least one kind of skill must have a weight above 0.", nameof(options));
        Array.Sort([.. weights.Select(weight => -weight)], skills);
        Probabilities = [.. weights.OrderDescending().Select(weight => weight / weights.Sum())];
        _skills = skills;
        _cumulative = Cumulate(Probabilities);
        _templates = [Introduction, .. skills.Select(skill => skill.Kind).Distinct().Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<IPlantedSkill> Skills => _skills;

    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>Every label that a token may have, beside noise.</summary>
    public IReadOnlyList<PlantedSkillRecord> Records =>
    [
        .. _skills.Select((skill, label) => new PlantedSkillRecord(label, skill.Kind, skill.Name, Probabilities[label])),
        .. _templates.Select((name, i) => new PlantedSkillRecord(_skills.Length + i, Template, name, 0)),
    ];

    /// <summary>Draws a skill and has it write.</summary>
    public PlantedInstance Draw(IReadOnlyDictionary<string, string> names, Philox random)
    {
        var found = Array.BinarySearch(_cumulative, random.NextDouble());
        var label = Math.Min(found < 0 ? ~found : found + 1, _skills.Length - 1);
        var instance = new PlantedInstance(label, _skills.Length + _templates.IndexOf(_skills[label].Kind), names);
        _skills[label].Write(instance, random);
        return instance;
    }

    /// <summary>A document's first line: a name for every role.</summary>
    public PlantedInstance Introduce(IReadOnlyDictionary<string, string> names)
    {
        var instance = new PlantedInstance(PlantedDocument.Noise, _skills.Length, names);
        instance.Free(PlantedWords.Word(CopySkill.Roles[0])).Free(names[CopySkill.Roles[0]]);
        foreach (var role in CopySkill.Roles.Skip(1)) instance.Template(PlantedWords.Word(role)).Free(names[role]);
        return instance;
    }

    private static IEnumerable<IPlantedSkill> All(PlantedWords words, PlantedOptions options, Philox random) =>
    [
        .. FactSkill.Draw(words, options.Facts, random), .. SequenceSkill.All(options.WithoutCues), .. ClosingSkill.All(words), .. CopySkill.All(),
        .. AgreementSkill.All(words, options.WithoutCues), .. ArithmeticSkill.All(), .. ListSkill.All(words, options.WithoutCues), .. LineBreakSkill.All(words),
    ];

    private static double[] Cumulate(IReadOnlyList<double> probabilities)
    {
        var (cumulative, sum) = (new double[probabilities.Count], 0.0);
        for (var i = 0; i < cumulative.Length; i++) cumulative[i] = sum += probabilities[i];
        return cumulative;
    }
}
