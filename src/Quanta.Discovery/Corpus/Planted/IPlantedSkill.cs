using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted;

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
