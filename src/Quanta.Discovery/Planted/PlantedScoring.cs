using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Planted;

/// <summary>Clusters a run's similarity with several clusterers and scores them against the truth.</summary>
/// <remarks>All selected tokens are clustered, those of templates, of noise and of skills that the model has not learned among them; only those of learned
/// skills are scored.</remarks>
internal sealed class PlantedScoring
{
    private const int BalancedTokens = 10;
    private readonly RunSession _session;
    private readonly PlantedTruth _truth;
    private readonly int[] _scored, _skills, _tokens, _outcomes, _balanced;
    private readonly int _points, _learned;

    public PlantedScoring(RunSession session, PlantedTruth truth, IReadOnlyList<SkillLearning> learning)
    {
        (_session, _truth) = (session, truth);
        var predictions = RunArtifacts.ReadPredictions(session.Folder);
        int[] labels = [.. predictions.Select(prediction => truth.Labels[prediction])];
        _points = labels.Length;
        _scored = [.. Enumerable.Range(0, labels.Length).Where(i => truth.IsSkill(labels[i]) && learning[labels[i]].IsLearned)];
        _skills = [.. _scored.Select(i => labels[i])];
        _tokens = TokensOf(RunArtifacts.ReadCorpus(session.Folder), _scored.Select(i => predictions[i]));
        _outcomes = OutcomesOf(_skills, _tokens);
        _balanced = [.. Enumerable.Range(0, _skills.Length).GroupBy(i => _skills[i]).SelectMany(skill => skill.Take(BalancedTokens)).Order()];
        _learned = _skills.Distinct().Count();
        if (_learned < 2)
            throw new InvalidDataException(
                $"At least 2 skills must be learned for a score, but only {_learned} of those among the compared tokens are. Train the model for longer.");
    }

    /// <summary>The scores of the outcomes themselves: what a clustering would have that splits each skill by its outcome and does nothing else.</summary>
    public TruthScores Split => ScoresOf(_outcomes);

    /// <summary>The mean cosines of the scored tokens, by what they share.</summary>
    public IReadOnlyList<PairSimilarity> Pairs() => PairSimilarity.Of(_session.Folder.PathOf(RunArtifacts.Cosine), _scored, _skills, _tokens);

    /// <summary>How far the cosines tell skills apart.</summary>
    public SkillDiscrimination Discrimination(PlantedVariant variant)
    {
        var matrix = variant.Affinity == Affinity.Absolute ? RunArtifacts.AbsoluteCosine : RunArtifacts.Cosine;
        return SkillDiscrimination.Of(variant.Name, _session.Folder.PathOf(matrix), _scored, _skills, _tokens);
    }

    /// <summary>What steps against outcomes do to other tokens.</summary>
    public IReadOnlyList<PlantedDamage> Damages(DecoderModel model) => PlantedDamage.Of(_session, model, _truth, _scored, _skills, _outcomes);

    /// <summary>A score for each clusterer and count, and what it makes of each skill.</summary>
    public IEnumerable<(PlantedScore Score, IReadOnlyList<SkillRecovery> Recovery)> Run(PlantedDefinition definition, PlantedVariant variant)
    {
        int[] asked = [.. definition.ClusterCounts.Append(_learned).Where(count => count <= _points).Distinct().Order()];
        foreach (var clusterer in definition.Clusterers)
        {
            var counts = Clusterers.Get(clusterer).ChoosesCount ? [ClustererOptions.ChosenCount] : asked;
            var options = new ClusterOptions { Clusterer = clusterer, Affinity = variant.Affinity, Counts = counts, StabilityRuns = 0 };
            ClusterStage.Run(_session, options);
            foreach (var count in counts)
            {
                var clusters = Scored(RunArtifacts.ReadClusters(_session.Folder, options.NameOf(count)));
                var isChosen = count == ClustererOptions.ChosenCount;
                var found = isChosen ? clusters.Distinct().Count() : count;
                var score = new PlantedScore(variant.Name, clusterer, found, isChosen, count == _learned, options.NameOf(count), ScoresOf(clusters));
                yield return (score, SkillRecovery.Of(clusters, _skills));
            }
        }
    }

    /// <summary>The sizes of skills and of the clusters of one of this run's clusterings over the same tokens.</summary>
    public PlantedRankSizes RankSizes(PlantedScore score)
    {
        var (skills, clusters) = (RankSize.Sizes(_skills), RankSize.Sizes(Scored(RunArtifacts.ReadClusters(_session.Folder, score.Clustering))));
        return new PlantedRankSizes(skills, clusters, LawOf(skills), LawOf(clusters));
    }

    /// <summary>Numbers the pairs of a skill and the token that is predicted by it.</summary>
    private static int[] OutcomesOf(int[] skills, int[] tokens)
    {
        var numbers = new Dictionary<(int Skill, int Token), int>();
        return [.. skills.Zip(tokens).Select(outcome => numbers.TryGetValue(outcome, out var number) ? number : numbers[outcome] = numbers.Count)];
    }

    private static int[] TokensOf(TokenDocuments documents, IEnumerable<long> predictions) => [.. predictions.Select(prediction =>
    {
        var (document, position) = documents.Locate(prediction);
        return documents[document][position + 1];
    })];

    private TruthScores ScoresOf(int[] clusters) => new(
        ClusterScore.Of(clusters, _skills),
        ClusterScore.Of([.. _balanced.Select(i => clusters[i])], [.. _balanced.Select(i => _skills[i])]),
        ClusterScore.Of(clusters, _outcomes));

    private int[] Scored(int[] labels) => [.. _scored.Select(i => labels[i])];

    private static PowerLaw LawOf(int[] sizes) => RankSize.Fit(sizes, new RankWindow(1, sizes.Length));
}
