using Quanta.Formats.Numpy;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Planted;

/// <summary>What discovery made of planted skills.</summary>
public sealed record PlantedResult
{
    /// <summary>The skills.</summary>
    public required PlantedTruth Truth { get; init; }

    /// <summary>How well the model that was looked into does each, by label.</summary>
    public required IReadOnlyList<SkillLearning> Learning { get; init; }

    /// <summary>Every clustering.</summary>
    public required IReadOnlyList<PlantedScore> Scores { get; init; }

    /// <summary>The scores of the outcomes themselves: what a clustering would have that splits each skill by its outcome and does nothing else.</summary>
    public required TruthScores Split { get; init; }

    /// <summary>The mean cosines of the first variant, by what pairs of tokens share.</summary>
    public required IReadOnlyList<PairSimilarity> Pairs { get; init; }

    /// <summary>How far each variant's cosines tell skills apart, in the definition's order.</summary>
    public required IReadOnlyList<SkillDiscrimination> Discrimination { get; init; }

    /// <summary>What steps against outcomes do to other tokens, by how far they go.</summary>
    public required IReadOnlyList<PlantedDamage> Damages { get; init; }

    /// <summary>The clustering with the greatest adjusted Rand index.</summary>
    public required PlantedScore Best { get; init; }

    /// <summary>What it makes of each skill.</summary>
    public required IReadOnlyList<SkillRecovery> Recovery { get; init; }

    /// <summary>How losses fall.</summary>
    public required PlantedCurves Curves { get; init; }

    /// <summary>Of the skills and of the best clustering.</summary>
    public required PlantedRankSizes RankSizes { get; init; }
}

/// <summary>The score of one clustering.</summary>
/// <param name="Variant">How tokens were compared.</param>
/// <param name="Clusterer">Its name.</param>
/// <param name="Count">How many clusters it was asked for, or found where it chooses.</param>
/// <param name="IsCountChosen">Whether the clusterer chose the count itself.</param>
/// <param name="IsSkillCount">Whether this is the number of learned skills, which someone without the truth would not know.</param>
/// <param name="Clustering">The clustering's name in the run folder.</param>
/// <param name="Found">How far it finds the skills.</param>
public sealed record PlantedScore(string Variant, string Clusterer, int Count, bool IsCountChosen, bool IsSkillCount, string Clustering, TruthScores Found);

/// <summary>A clustering against what is known of its tokens.</summary>
/// <param name="Skills">Against the skills.</param>
/// <param name="Balanced">The same over the first ten tokens of each skill, so that no skill decides the score by its size.</param>
/// <param name="Outcomes">Against the pairs of a skill and the token that is predicted by it: a skill with one outcome, such as a fact, is one pair.</param>
public sealed record TruthScores(ClusterScore Skills, ClusterScore Balanced, ClusterScore Outcomes);

/// <summary>How far a clustering finds the planted skills, over the tokens of learned skills.</summary>
/// <param name="Tokens">How many tokens were scored.</param>
/// <param name="Skills">How many skills they need.</param>
/// <param name="Clusters">How many clusters they fell into.</param>
/// <param name="Agreement">Of clusters and skills.</param>
/// <param name="Homogeneity">The share of tokens whose cluster's commonest skill is their own.</param>
public sealed record ClusterScore(int Tokens, int Skills, int Clusters, ClusterScore.Indices Agreement, double Homogeneity)
{
    /// <param name="Ari">Adjusted Rand index.</param>
    /// <param name="Nmi">Normalised mutual information.</param>
    /// <param name="Ami">Adjusted mutual information.</param>
    public sealed record Indices(double Ari, double Nmi, double Ami);

    /// <summary>Scores the labels of the same tokens.</summary>
    /// <param name="clusters">[tokens].</param>
    /// <param name="skills">[tokens].</param>
    public static ClusterScore Of(ReadOnlySpan<int> clusters, ReadOnlySpan<int> skills)
    {
        var table = ContingencyTable.Of(clusters, skills);
        var agreement = new Indices(
            ClusterAgreement.AdjustedRandIndex(clusters, skills),
            ClusterAgreement.NormalizedMutualInformation(clusters, skills),
            ClusterAgreement.AdjustedMutualInformation(clusters, skills));
        var commonest = table.Cells.GroupBy(cell => cell.Row).Sum(row => row.Max(cell => cell.Count));
        return new ClusterScore(table.Total, table.ColumnSizes.Count, table.RowSizes.Count, agreement, (double)commonest / table.Total);
    }
}

/// <summary>The mean similarity of pairs of tokens that share, or do not share, the skill they need and the token that is predicted.</summary>
/// <param name="SameSkill">Whether both need one skill.</param>
/// <param name="SameToken">Whether the same token is predicted.</param>
/// <param name="Pairs">How many such pairs there are.</param>
/// <param name="MeanCosine">NaN where there are none.</param>
public sealed record PairSimilarity(bool SameSkill, bool SameToken, long Pairs, double MeanCosine)
{
    /// <summary>The four kinds of pairs.</summary>
    /// <param name="cosines">A matrix as .npy, [n, n].</param>
    /// <param name="rows">[tokens]: each token's row.</param>
    /// <param name="skills">[tokens].</param>
    /// <param name="tokens">[tokens]: the predicted tokens.</param>
    public static IReadOnlyList<PairSimilarity> Of(string cosines, IReadOnlyList<int> rows, IReadOnlyList<int> skills, IReadOnlyList<int> tokens)
    {
        using var file = Npy.Open(cosines);
        var (row, sums, counts) = (new float[(int)file.Columns], new double[4], new long[4]);
        for (var i = 0; i < rows.Count; i++)
        {
            file.ReadRow(rows[i], row);
            for (var j = 0; j < i; j++)
            {
                var kind = (skills[i] == skills[j] ? 2 : 0) + (tokens[i] == tokens[j] ? 1 : 0);
                sums[kind] += row[rows[j]];
                counts[kind]++;
            }
        }
        return [.. Enumerable.Range(0, 4).Reverse().Select(kind => new PairSimilarity(kind >= 2, kind % 2 == 1, counts[kind], sums[kind] / counts[kind]))];
    }
}

/// <summary>Whether a similarity holds a skill together across its outcomes: the probability that a pair of tokens of one skill with different predicted tokens is more similar than a
/// pair of which one token is of that skill and the other of another; no clustering, and so no count, enters.</summary>
/// <param name="Variant">How tokens were compared.</param>
/// <param name="Skills">How many skills have such pairs.</param>
/// <param name="Auc">Mean over these skills; NaN where there are none.</param>
public sealed record SkillDiscrimination(string Variant, int Skills, double Auc)
{
    /// <summary>Scores one matrix.</summary>
    /// <param name="variant">Its name.</param>
    /// <param name="cosines">A matrix as .npy, [n, n].</param>
    /// <param name="rows">[tokens]: each token's row.</param>
    /// <param name="skills">[tokens].</param>
    /// <param name="tokens">[tokens]: the predicted tokens.</param>
    public static SkillDiscrimination Of(string variant, string cosines, IReadOnlyList<int> rows, IReadOnlyList<int> skills, IReadOnlyList<int> tokens)
    {
        using var file = Npy.Open(cosines);
        var whole = new float[(int)file.Columns];
        var (auc, count) = RocArea.MeanOf(skills, (i, row) =>
        {
            file.ReadRow(rows[i], whole);
            for (var j = 0; j < row.Length; j++) row[j] = whole[rows[j]];
        }, (i, j) => tokens[i] != tokens[j]);
        return new(variant, count, auc);
    }
}

/// <summary>How well the cluster that fits a skill best does.</summary>
/// <param name="Label">The skill.</param>
/// <param name="Tokens">How many of the scored tokens need it.</param>
/// <param name="BestF1">The greatest F1 of any cluster: 2 both / (tokens of the skill + tokens of the cluster).</param>
public sealed record SkillRecovery(int Label, int Tokens, double BestF1)
{
    private const double RecoveredF1 = 0.5;

    /// <summary>Whether the F1 is at least a half.</summary>
    public bool IsRecovered => BestF1 >= RecoveredF1;

    /// <summary>One entry a skill among the tokens, by label.</summary>
    /// <param name="clusters">[tokens].</param>
    /// <param name="skills">[tokens].</param>
    public static IReadOnlyList<SkillRecovery> Of(ReadOnlySpan<int> clusters, ReadOnlySpan<int> skills)
    {
        var table = ContingencyTable.Of(clusters, skills);
        int[] labels = [.. skills.ToArray().Distinct().Order()];
        return [.. table.Cells.GroupBy(cell => cell.Column).OrderBy(column => column.Key).Select(column => new SkillRecovery(
            labels[column.Key], table.ColumnSizes[column.Key], column.Max(cell => 2.0 * cell.Count / (table.ColumnSizes[cell.Column] + table.RowSizes[cell.Row]))))];
    }
}

/// <summary>Sizes by rank: how many compared tokens each learned skill has, against the sizes that the clusters have.</summary>
/// <param name="Skills">Tokens a skill, falling.</param>
/// <param name="Clusters">Of the same tokens, tokens a cluster, falling.</param>
/// <param name="SkillLaw">The power law of the first, over all ranks.</param>
/// <param name="ClusterLaw">The power law of the second.</param>
public sealed record PlantedRankSizes(IReadOnlyList<int> Skills, IReadOnlyList<int> Clusters, PowerLaw SkillLaw, PowerLaw ClusterLaw);
