using Quanta.Discovery.Clusters;
using Quanta.Discovery.Proof;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Tests.Proof;

public class ProofTests
{
    [Fact]
    public void Sets_share_no_document_between_halves_and_hold_what_they_say()
    {
        using var run = new EmbeddedRun();
        var clustering = Clustered(run, 6);
        var labels = RunArtifacts.ReadClusters(run.Session().Folder, Name(6));
        var maker = new ProofSetMaker(clustering, run.Documents, run.Predictions, new() { Clustering = Name(6), Clusters = 4, SetSize = 10 });
        var sets = maker.Make(run.PathOf(RunArtifacts.Cosine));
        Assert.Equal(4, sets.Count);
        foreach (var set in sets)
        {
            Assert.Empty(set.Deciding.Select(DocumentOf).Intersect(set.HeldOut.Select(DocumentOf)));
            Assert.All(set.Deciding.Concat(set.HeldOut), i => Assert.Equal(clustering.Label(set.Cluster), labels[i]));
            Assert.All(set.NearestMembers, i => Assert.Equal(clustering.Label(set.Nearest), labels[i]));
            Assert.All(set.SameToken.Concat(set.Random), i => Assert.NotEqual(clustering.Label(set.Cluster), labels[i]));
            Assert.All(set.SameToken, i => Assert.Contains(TokenOf(i), clustering.Members(set.Cluster).Select(TokenOf)));
            Assert.All([set.Deciding, set.HeldOut, set.NearestMembers, set.SameToken, set.Random], part => Assert.InRange(part.Length, 0, 10));
            Assert.Equal(set.HeldOut.Length, set.Random.Length);
            Assert.NotEqual(set.Cluster, set.Nearest);
        }

        int DocumentOf(int i) => run.Documents.Locate(run.Predictions[i]).Document;
        int TokenOf(int i)
        {
            var (document, position) = run.Documents.Locate(run.Predictions[i]);
            return run.Documents[document][position + 1];
        }
    }

    /// <summary>By the definition: the cluster with the greatest mean cosine.</summary>
    [Fact]
    public void The_nearest_cluster_has_the_greatest_mean_similarity()
    {
        using var run = new EmbeddedRun();
        var clustering = Clustered(run, 5);
        var cosines = Npy.Read(run.PathOf(RunArtifacts.Cosine)).ToSingle();
        var n = run.Predictions.Length;
        foreach (var set in new ProofSetMaker(clustering, run.Documents, run.Predictions, new() { Clustering = Name(5) }).Make(run.PathOf(RunArtifacts.Cosine)))
        {
            double MeanTo(int other) => clustering.Members(set.Cluster).Average(i => clustering.Members(other).Average(j => (double)cosines[i * n + j]));
            Assert.Equal(Enumerable.Range(0, clustering.Count).Where(other => other != set.Cluster).MaxBy(MeanTo), set.Nearest);
        }
    }

    [Fact]
    public void Steps_reach_the_rise_and_leave_the_model_as_it_was_whatever_the_threads()
    {
        using var run = new EmbeddedRun();
        Clustered(run, 4);
        var options = new ProofOptions { Clustering = Name(4), Clusters = 3, RiseNats = 0.25, SetSize = 8 };
        ProofResult Prove(int threads)
        {
            using var session = run.Session(new Computation { Threads = threads });
            if (File.Exists(run.PathOf(ProofStage.Artifact(Name(4))))) File.Delete(run.PathOf(ProofStage.Artifact(Name(4))));
            return ProofStage.Run(session, EmbeddedRun.Model, options);
        }
        var result = Prove(1);
        Assert.Equal(3, result.Clusters.Count);
        foreach (var cluster in result.Clusters)
        {
            Expect.Near(0.25, cluster.SteppedRise!.Value, 0.05 * 0.25 + 1e-9, "the tolerance of the search");
            Assert.True(cluster.Step > 0);
            Assert.NotNull(cluster.ByStep!.Random);
        }
        var differences = result.Clusters.Select(cluster => cluster.ByStep!.HeldOut - cluster.ByStep.Random!.Value);
        Expect.Near(differences.Average(), result.Steps.LessRandom.Mean!.Value, 1e-12, "the same numbers");
        Assert.Equal(result.Clusters, Prove(16).Clusters);
    }

    [Fact]
    public void A_clustering_of_one_or_a_wrong_option_is_refused()
    {
        using var run = new EmbeddedRun();
        Clustered(run, 4);
        Assert.Throws<ArgumentException>(() => new ProofOptions { Clustering = "x", RiseNats = double.NaN }.Validate());
        var one = new ProofSetMaker(new Clustering(new int[run.Predictions.Length]), run.Documents, run.Predictions, new() { Clustering = "x" });
        Assert.Contains("one cluster only", Assert.Throws<InvalidDataException>(() => one.Make(run.PathOf(RunArtifacts.Cosine))).Message, StringComparison.Ordinal);
        using var session = run.Session();
        Assert.ThrowsAny<Exception>(() => ProofStage.Run(session, EmbeddedRun.Model, new() { Clustering = "none" }));
        Assert.DoesNotContain(session.Folder.Stages, stage => stage.Stage.StartsWith("proof/", StringComparison.Ordinal));
    }

    private static string Name(int count) => $"average-linkage-angular-k{count}";

    private static Clustering Clustered(EmbeddedRun run, int count)
    {
        using var session = run.Session();
        SimilarityStage.Run(session, EmbeddedRun.Model, new SimilarityOptions { Vectors = TokenVectorKind.Heads });
        ClusterStage.Run(session, new ClusterOptions { Clusterer = "average-linkage", Counts = [count], StabilityRuns = 0 });
        return new Clustering(RunArtifacts.ReadClusters(session.Folder, Name(count)));
    }
}
