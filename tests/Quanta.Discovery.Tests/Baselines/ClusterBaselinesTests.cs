using Quanta.Discovery.Baselines;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Similarity;
using Quanta.LanguageModels;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests.Baselines;

public class ClusterBaselinesTests
{
    private static readonly TokenDocuments Documents = new(new[] { 1, 2, 3, 1, 2, 4, 9, 2, 3, 9, 9, 5 }, [0, 6, 12]);

    /// <summary>By hand: predictions 0, 3 and 6 are of tokens 2, 2 and 3 after 1, 1 and 2; 4 and 9 of 4 and 5.</summary>
    [Fact]
    public void Shares_are_those_of_all_pairs()
    {
        long[] predictions = [0, 3, 6, 4, 9];
        var found = ClusterBaselines.Of([7, 7, 7, 1, 1], Documents, predictions);
        Assert.Equal(2, found.Count);
        var (token, before, document) = (found.PredictedToken, found.TokenBefore, found.Document);
        Expect.Near(1.0 / 4, token.Within!.Value, 1e-15, "one of the 3 + 1 pairs within clusters");
        Expect.Near(1.0 / 10, token.Overall!.Value, 1e-15, "one of ten pairs");
        Expect.Near(1.0 / 4, before.Within!.Value, 1e-15, "1 and 1");
        Expect.Near(1.0 / 4, document.Within!.Value, 1e-15, "predictions 0 and 3");
        Expect.Near(3.0 / 4, found.NothingShared!.Value, 5 * Math.Sqrt(0.25 * 0.75 / 50_000), "five standard errors of the drawn pairs");
    }

    [Fact]
    public void Drawn_pairs_are_even_over_all_pairs_of_one_cluster()
    {
        int[] labels = [0, 0, 0, 0, 1, 1, 2, 1, 0];
        var counts = new Dictionary<(int, int), int>();
        const int draws = 100_000;
        new ClusterPairs(labels).MeanOver(draws, (i, j) =>
        {
            var pair = (Math.Min(i, j), Math.Max(i, j));
            counts[pair] = counts.GetValueOrDefault(pair) + 1;
            return 0;
        });
        Assert.Equal(10 + 3, counts.Count);
        Assert.All(counts, pair => Assert.Equal(labels[pair.Key.Item1], labels[pair.Key.Item2]));
        Assert.All(counts, pair => Assert.InRange(pair.Value, draws / 13.0 - 500, draws / 13.0 + 500));
        Assert.Null(new ClusterPairs([1, 2, 3]).MeanOver(10, (_, _) => 1));
    }

    /// <summary>A random clustering of random tokens has nothing in common beyond chance, one by the predicted token all of it.</summary>
    [Fact]
    public void Chance_and_identity_are_told_from_each_other()
    {
        using var run = new EmbeddedRun();
        var random = new Philox(4);
        int[] chance = [.. run.Predictions.Select(_ => random.NextInt32(10))];
        int[] tokens = [.. run.Predictions.Select(prediction =>
        {
            var (document, position) = run.Documents.Locate(prediction);
            return run.Documents[document][position + 1];
        })];
        Expect.Near(0, ClusterBaselines.Of(chance, run.Documents, run.Predictions).PredictedToken.Ami!.Value, 0.15, "adjusted for chance, on 200 points");
        Expect.Near(1, ClusterBaselines.Of(tokens, run.Documents, run.Predictions).PredictedToken.Ami!.Value, 1e-9, "rounding of logarithms");
    }

    [Fact]
    public void A_run_keeps_an_entry_for_each_count()
    {
        using var run = new EmbeddedRun();
        using var session = run.Session();
        SimilarityStage.Run(session, EmbeddedRun.Model, new SimilarityOptions { Vectors = TokenVectorKind.Heads });
        var options = new ClusterOptions { Clusterer = "average-linkage", Counts = [5, 20], StabilityRuns = 0 };
        ClusterStage.Run(session, options);
        BaselineStage.Run(session, options.Name, options.Counts);
        Assert.Equal(20, BaselineStage.Read(session.Folder, options.Name, options.Counts, options.NameOf(20))!.Count);
        Assert.Equal(5, BaselineStage.Read(session.Folder, options.Name, options.Counts, options.NameOf(5))!.Count);
        Assert.Contains(session.Folder.Stages, stage => stage.Stage == $"baselines/{options.Name}" && stage.Done);
    }
}

public class NullStageTests
{
    [Theory]
    [InlineData(TokenVectorKind.Heads, 1)]
    [InlineData(TokenVectorKind.Gradients, 2)]
    public void Nulls_are_clustered_as_the_run_was_and_leave_nothing_else(TokenVectorKind kind, int nulls)
    {
        using var run = new EmbeddedRun(selected: 60);
        using var session = run.Session();
        var (similarity, clusters) = (new SimilarityOptions { Vectors = kind }, new ClusterOptions { Clusterer = "average-linkage", Counts = [4, 9], StabilityRuns = 0 });
        SimilarityStage.Run(session, EmbeddedRun.Model, similarity);
        ClusterStage.Run(session, clusters);
        var found = NullStage.Run(session, EmbeddedRun.Model, similarity, clusters);
        Assert.Equal(2 * nulls, found.Count);
        Assert.All(found, each => Assert.InRange(each.Ami!.Value, -0.5, 0.999));
        Assert.Equal([4, 9], found.Take(2).Select(each => each.Count));
        Assert.False(Directory.Exists(run.PathOf("nulls")));
        Assert.Equal(found, NullStage.Run(session, EmbeddedRun.Model, similarity, clusters));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Shuffled_targets_keep_contexts_and_the_tokens_as_a_whole(bool inWindows)
    {
        using var run = new EmbeddedRun(selected: 50, windows: inWindows ? new ContextWindows(16, 8) : null);
        var (documents, predictions) = NullStage.ShuffleTargets(run.Documents, run.Predictions);
        var targets = (Before: new List<int>(), After: new List<int>());
        for (var i = 0; i < predictions.Length; i++)
        {
            var (old, now) = (run.Documents.LocateContext(run.Predictions[i]), documents.LocateContext(predictions[i]));
            Assert.Equal(old.Position, now.Position);
            Assert.Equal(run.Documents.TokensOf(old.Context)[..(old.Position + 1)], documents.TokensOf(now.Context)[..(now.Position + 1)]);
            targets.Before.Add(run.Documents.TokensOf(old.Context)[old.Position + 1]);
            targets.After.Add(documents.TokensOf(now.Context)[now.Position + 1]);
        }
        Assert.NotEqual(targets.Before, targets.After);
        Assert.Equal(targets.Before.Order(), targets.After.Order());
    }
}
