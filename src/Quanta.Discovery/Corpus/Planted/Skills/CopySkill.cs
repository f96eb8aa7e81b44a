using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Planted.Skills;

/// <summary>Copies the name that the document's first line gave to a role.</summary>
internal sealed record CopySkill(string Role) : IPlantedSkill
{
    /// <summary>The roles, in the order of the first line.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["writer", "city", "ship", "friend"];

    public string Kind => "copy";

    public string Name => Role;

    public void Write(PlantedInstance instance, Philox random) => instance.Free(PlantedWords.Word("our")).Free(PlantedWords.Word(Role)).Skilled(instance.Names[Role]);

    public static IEnumerable<CopySkill> All() => Roles.Select(role => new CopySkill(role));
}
