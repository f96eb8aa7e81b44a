using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Tests.Clusters;

public class TreeCutStageTests
{
    private static readonly ClusterOptions Options = new() { Clusterer = "average-linkage", Counts = [5, 30], StabilityRuns = 0 };

    [Fact]
    public void A_kept_tree_is_cut_as_the_clusterer_cut_it()
    {
        using var run = new EmbeddedRun();
        using var session = Clustered(run);
        Assert.Equal([199, 4], Npy.Read(run.PathOf("clusters/average-linkage-angular-tree.npy")).Shape);
        var recut = TreeCutStage.Run(session, Options.Name, new(Count: 30));
        Assert.Equal(Options.NameOf(30), recut);
        Assert.DoesNotContain(session.Folder.Stages, stage => stage.Stage.StartsWith("cuts/", StringComparison.Ordinal));
        var (labels, other) = (RunArtifacts.ReadClusters(session.Folder, recut), RunArtifacts.ReadClusters(session.Folder, TreeCutStage.Run(session, Options.Name, new(Count: 31))));
        Assert.Equal(31, other.Distinct().Count());
        Assert.Equal(31, labels.Zip(other).Distinct().Count());
        Assert.Single(RunArtifacts.ReadClusters(session.Folder, TreeCutStage.Run(session, Options.Name, new(Height: 1))).Distinct());
        Assert.Contains("-p3", TreeCutStage.Run(session, Options.Name, new(MinimumSize: 3)), StringComparison.Ordinal);
    }

    /// <summary>Tokens that are similar to no other stand in the tree, and join last.</summary>
    [Fact]
    public void Isolated_points_are_leaves_of_the_tree()
    {
        using var folder = new TemporaryFolder();
        float[] cosines = [1, 0.9f, 0, 0.1f, 0.9f, 1, 0, 0.2f, 0, 0, 1, 0, 0.1f, 0.2f, 0, 1];
        Npy.Write<float>(folder.File("c.npy"), cosines, 4, 4);
        ClusterStage.Cluster(
            folder.File("c.npy"), folder.Path, _ => Options with { Counts = [2] }, given: null, keepFinished: false, new Computation(), SilentObserver.Instance, CancellationToken.None);
        var table = Npy.Read(folder.File("average-linkage-angular-tree.npy")).ToDouble();
        Assert.Equal([0, 1], table[..2]);
        Assert.Equal(2, table[8]);
        Assert.Equal(4, table[11]);
    }

    [Fact]
    public void A_run_without_the_tree_and_an_impossible_cut_leave_no_record()
    {
        using var run = new EmbeddedRun();
        using var session = Clustered(run);
        Assert.ThrowsAny<Exception>(() => TreeCutStage.Run(session, "complete-linkage-angular", new(Count: 3)));
        Assert.Throws<ArgumentException>(() => TreeCutStage.Run(session, Options.Name, new(Count: 1000)));
        Assert.DoesNotContain(session.Folder.Stages, stage => stage.Stage.StartsWith("cuts/", StringComparison.Ordinal));
    }

    private static RunSession Clustered(EmbeddedRun run)
    {
        var session = run.Session();
        SimilarityStage.Run(session, EmbeddedRun.Model, new SimilarityOptions { Vectors = TokenVectorKind.Heads });
        ClusterStage.Run(session, Options);
        return session;
    }
}
