using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Planted;

/// <summary>One experiment run with several seeds, each for corpus and models: the seed decides what a score means, so a score comes with its spread over them.</summary>
/// <param name="Runs">What came of each seed.</param>
public sealed record PlantedSeeds(IReadOnlyList<(ulong Seed, PlantedResult Result)> Runs)
{
    /// <summary>A score for each seed, variant and clusterer: that of the clusterer's own count, or of the best one of those asked for, which nobody knows without the truth.</summary>
    public IReadOnlyList<SeedScore> Scores { get; } =
    [
        .. from run in Runs
           from score in run.Result.Scores
           group score by (run.Seed, score.Variant, score.Clusterer) into one
           select new SeedScore(one.Key.Seed, one.MaxBy(score => score.Found.Skills.Agreement.Ari)!),
    ];

    /// <summary>Adjusted Rand index over the seeds for each variant and clusterer, in the definition's order.</summary>
    public IReadOnlyList<SeedSummary> Agreement =>
    [
        .. from score in Scores
           group score by (score.Best.Variant, score.Best.Clusterer) into one
           select new SeedSummary(one.Key.Variant, one.Key.Clusterer, one.First().Best.IsCountChosen, Over(one, found => found.Skills.Agreement.Ari),
               Over(one, found => found.Balanced.Agreement.Ari), Over(one, found => found.Skills.Agreement.Ami), Over(one, found => found.Outcomes.Agreement.Ari)),
    ];

    /// <summary>Over the seeds, how far each variant's similarity tells skills apart (<see cref="SkillDiscrimination"/>).</summary>
    public IReadOnlyList<(string Variant, MeanEstimate Auc)> Discrimination =>
    [
        .. from run in Runs
           from variant in run.Result.Discrimination
           group variant.Auc by variant.Variant into one
           select (one.Key, MeanEstimate.Of([.. one])),
    ];

    private static MeanEstimate Over(IEnumerable<SeedScore> scores, Func<TruthScores, double> valueOf) => MeanEstimate.Of([.. scores.Select(score => valueOf(score.Best.Found))]);
}

/// <summary>The best score of a variant and clusterer with one seed.</summary>
public sealed record SeedScore(ulong Seed, PlantedScore Best);

/// <summary>A variant and clusterer over all seeds.</summary>
/// <param name="Variant">How tokens were compared.</param>
/// <param name="Clusterer">Its name.</param>
/// <param name="IsCountChosen">Whether the clusterer chose the count; else each seed's best was taken.</param>
/// <param name="Skills">Adjusted Rand index of skills.</param>
/// <param name="Balanced">The same over the first ten tokens of each skill.</param>
/// <param name="Ami">Adjusted mutual information of skills.</param>
/// <param name="Outcomes">Adjusted Rand index of outcomes, of the same clusterings.</param>
public sealed record SeedSummary(
    string Variant, string Clusterer, bool IsCountChosen, MeanEstimate Skills, MeanEstimate Balanced, MeanEstimate Ami, MeanEstimate Outcomes);
