using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Discovery.TinyStories;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.TinyStories;

/// <summary>What the clusters of stories are: each in a line, and which comes nearest to each skill that is looked for.</summary>
/// <param name="Clusters">Every cluster, the largest first.</param>
/// <param name="Skills">The nearest cluster of each skill.</param>
/// <param name="Shown">Samples of the clusters that figure 14 shows, spread over their members, each token decoded on its own.</param>
public sealed record TinyStoriesFindings(
    IReadOnlyList<ClusterDigest> Clusters, IReadOnlyList<SkillCluster> Skills, IReadOnlyList<(SkillCluster Cluster, IReadOnlyList<ClusterSample> Samples)> Shown)
{
    private const int DigestContext = 24;

    /// <summary>Reads a run that has clusters.</summary>
    public static TinyStoriesFindings Of(RunFolder folder, TinyStoriesDefinition definition, TinyStoriesResult result)
    {
        var clusters = new Clustering(RunArtifacts.ReadClusters(folder, result.Clustering));
        var reader = new SampleReader(folder, result.Model);
        var skills = Nearest(definition.Skills, clusters, reader);
        return new TinyStoriesFindings(
            [.. ClusterDigest.BySize(folder, clusters, result.Model, DigestContext)], skills,
            [.. skills.Where(skill => skill.Skill.IsShown && skill.Rank is not null).Select(skill => (skill, SamplesOf(skill.Rank!.Value, clusters, reader, definition)))]);
    }

    private static List<SkillCluster> Nearest(IReadOnlyList<StorySkill> skills, Clustering clusters, SampleReader reader)
    {
        var points = Enumerable.Range(0, clusters.Count).Sum(rank => clusters.Members(rank).Count);
        var needs = skills.Select(_ => new bool[points]).ToList();
        for (var point = 0; point < points; point++)
        {
            var text = reader.Read(new SampledMember(0, 0, point), label: 0, before: int.MaxValue).Context;
            for (var skill = 0; skill < skills.Count; skill++) needs[skill][point] = skills[skill].Matches(text.Before, text.TargetText);
        }
        return [.. skills.Zip(needs, (skill, needed) => SkillCluster.Nearest(skill, needed, clusters))];
    }

    private static IReadOnlyList<ClusterSample> SamplesOf(int rank, Clustering clusters, SampleReader reader, TinyStoriesDefinition definition) =>
    [
        .. SamplePicker.Spread(clusters, rank, definition.SamplesShown)
            .Select(member => reader.Read(member, clusters.Label(rank), definition.ContextTokens, eachAlone: true)),
    ];
}
