using System.Text.RegularExpressions;
using Quanta.Discovery.Clusters;

namespace Quanta.Discovery.TinyStories;

/// <summary>Something that a model of stories may be able to do, told by the text before a token and the token.</summary>
/// <param name="Name">What tables and figures call it.</param>
/// <param name="Pattern">A regular expression over the story up to the token with the token between « and », e.g. "upon a« time»$". It is matched from right to
/// left, so that a group may be referred to from its left.</param>
/// <param name="IsShown">Whether figure 14 shows the cluster that is nearest to it.</param>
public sealed record StorySkill(string Name, string Pattern, bool IsShown = false)
{
    private const string TargetStart = "«", TargetEnd = "»";

    /// <summary>A pattern that takes longer on one story is a defect of the pattern.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private Regex? _regex;

    /// <summary>Whether a prediction needs the skill.</summary>
    /// <param name="before">The story up to the token.</param>
    /// <param name="target">The token.</param>
    public bool Matches(string before, string target) => (_regex ??= Compile()).IsMatch($"{before}{TargetStart}{target}{TargetEnd}");

    internal void Validate()
    {
        if (Name.Length == 0) throw new ArgumentException("a skill must have a name, but one has none.");
        if (!Pattern.Contains(TargetStart, StringComparison.Ordinal) || !Pattern.Contains(TargetEnd, StringComparison.Ordinal))
            throw new ArgumentException($"the pattern of \"{Name}\" must have {TargetStart} and {TargetEnd} around the predicted token, but it is {Pattern}.");
        _regex = Compile();
    }

    private Regex Compile() => new(Pattern, RegexOptions.RightToLeft | RegexOptions.Singleline | RegexOptions.CultureInvariant, Patience);
}

/// <summary>The cluster that comes nearest to a skill: of all the one with the greatest F1, 2 both / (predictions of the skill + size of the cluster).</summary>
/// <param name="Skill">The skill.</param>
/// <param name="Predictions">How many of the compared predictions need it.</param>
/// <param name="Rank">The cluster by size, 0 the largest; null where no compared prediction needs the skill.</param>
/// <param name="Size">The cluster's size.</param>
/// <param name="Both">How many of its predictions need the skill.</param>
public sealed record SkillCluster(StorySkill Skill, int Predictions, int? Rank, int Size, int Both)
{
    /// <summary>The share of the cluster that needs the skill; NaN without a cluster.</summary>
    public double Precision => (double)Both / Size;

    /// <summary>The share of the skill's predictions that are in the cluster.</summary>
    public double Recall => (double)Both / Predictions;

    public double F1 => 2.0 * Both / (Predictions + Size);

    /// <summary>Finds the cluster.</summary>
    /// <param name="skill">The skill.</param>
    /// <param name="needsSkill">Whether each compared prediction needs it, [n].</param>
    /// <param name="clusters">The clustering of the same predictions. Of equal clusters the larger is taken.</param>
    public static SkillCluster Nearest(StorySkill skill, IReadOnlyList<bool> needsSkill, Clustering clusters)
    {
        var predictions = needsSkill.Count(needs => needs);
        if (predictions == 0) return new SkillCluster(skill, 0, null, 0, 0);
        return Enumerable.Range(0, clusters.Count)
            .Select(rank => new SkillCluster(skill, predictions, rank, clusters.Members(rank).Count, clusters.Members(rank).Count(member => needsSkill[member])))
            .MaxBy(cluster => cluster.F1)!;
    }
}
