using Quanta.Discovery.Import;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Tests.Import;

/// <summary>Look-alikes of the published files, written by NumPy, pickle and PyTorch; Published/make.py makes them and names the versions.</summary>
public sealed class ImportTests : IDisposable
{
    private static readonly long[] Candidates = [1, 4, 6, 9, 13, 14, 20, 27, 31, 33, 40, 52];
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_loss_table_becomes_a_column_for_each_model_with_its_size()
    {
        using var session = Session();
        LossImport.Run(session, Published("pythia-2.npy"), PublishedLosses.ColumnsOf("pythia-2.npy")!, PublishedFiles.ReadModelSizes(Published("num_params.pt")));
        Assert.Equal(PublishedLosses.Models, RunArtifacts.ModelsWithLosses(session.Folder));
        Assert.Equal(302_311_424, RunArtifacts.NonEmbeddingParameters(session.Folder, "pythia-350m"));
        Assert.True(double.IsNaN(RunArtifacts.NonEmbeddingParameters(session.Folder, "other")));
        var table = Npy.Read(Published("pythia-2.npy")).ToSingle();
        for (var column = 0; column < 7; column++)
        {
            var losses = RunArtifacts.ReadLosses(session.Folder, PublishedLosses.Models[column]);
            Assert.Equal(Enumerable.Range(0, 60).Select(row => table[row * 7 + column]), losses);
        }
        Assert.Equal(0.43915989995002747f, RunArtifacts.ReadLosses(session.Folder, "pythia-19m")[12]);
    }

    [Fact]
    public void A_float64_table_is_rounded_to_float32()
    {
        using var session = Session();
        LossImport.Run(session, Published("pythia-1.npy"), PublishedLosses.Models, new Dictionary<string, double>());
        var expected = (float)Npy.Read(Published("pythia-1.npy")).ToDouble()[7 * 3 + 6];
        Assert.Equal(expected, RunArtifacts.ReadLosses(session.Folder, "pythia-6.7b")[3]);
    }

    [Fact]
    public void Candidates_similarities_and_clusters_go_where_stages_put_them()
    {
        using var session = Session();
        DiscoveryImport.Selection(session, Published("zero_and_induction_idxs.pkl"), stride: 2, count: 6);
        DiscoveryImport.Similarity(session, Published("full_more.pt"));
        DiscoveryImport.Clusters(session, Published("clusters_full_more.pkl"));
        var folder = session.Folder;
        Assert.Equal(Candidates, Npy.Read(folder.PathOf(DiscoveryImport.Candidates)).ToInt64());
        Assert.Equal(Candidates.Where((_, i) => i % 2 == 0), RunArtifacts.ReadPredictions(folder));
        var cosine = Npy.Read(folder.PathOf(RunArtifacts.Cosine));
        Assert.Equal([6, 6], cosine.Shape);
        Expect.Near(1, cosine.ToSingle()[0], 1e-6, "unit vectors in float32");
        Assert.Equal([1, 0, 0, 0, 1, 0], RunArtifacts.ReadClusters(folder, "spectral-angular-k2"));
        Assert.Equal([0, 0, 2, 1, 0, 1], RunArtifacts.ReadClusters(folder, "spectral-angular-k3"));
        Assert.Equal([1, 1, 0, 0, 0, 0], RunArtifacts.ReadClusters(folder, "spectral-absolute-k2"));
    }

    [Fact]
    public void Similarities_bring_the_selection_where_there_is_none()
    {
        using var session = Session();
        DiscoveryImport.Similarity(session, Published("full_more.pt"));
        Assert.Equal(6, RunArtifacts.ReadPredictions(session.Folder).Length);
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        using var session = Session();
        DiscoveryImport.Selection(session, Published("zero_and_induction_idxs.pkl"), stride: 3, count: 4);
        Refuse("other predictions", () => DiscoveryImport.Similarity(session, Published("full_more.pt")));
        Refuse("labels 6 tokens", () => DiscoveryImport.Clusters(session, Published("clusters_full_more.pkl")));
    }

    [Theory]
    [InlineData("full_more.pt")]
    [InlineData("clusters_full_more.pkl")]
    [InlineData("zero_and_induction_idxs.pkl")]
    public void A_file_of_another_kind_is_refused_in_one_sentence(string name)
    {
        var others = new (string Kind, Action<string> Read)[]
        {
            ("zero_and_induction_idxs.pkl", path => PublishedFiles.ReadCandidates(path)), ("clusters_full_more.pkl", path => PublishedFiles.ReadClusters(path)),
            ("num_params.pt", path => PublishedFiles.ReadModelSizes(path)),
        };
        foreach (var (_, read) in others.Where(other => other.Kind != name))
            Assert.Contains(name, Assert.Throws<InvalidDataException>(() => read(Published(name))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_tables_of_losses_are_refused()
    {
        using var session = Session();
        var path = _temporary.File("table.npy");
        Npy.Write<float>(path, [1, 2, float.NaN, 4], 2, 2);
        Refuse("prediction 1 under a is NaN", () => LossImport.Run(session, path, ["a", "b"], new Dictionary<string, double>()));
        var logs = _temporary.File("logs.npy");
        Npy.Write<float>(logs, [1, 2, 3, -4], 2, 2);
        Refuse("never negative, but that of prediction 1 under b is -4", () => LossImport.Run(session, logs, ["a", "b"], new Dictionary<string, double>()));
        Refuse("must have 3 columns", () => LossImport.Run(session, path, ["a", "b", "c"], new Dictionary<string, double>()));
        Refuse("a comes 2 times", () => LossImport.Run(session, path, ["a", "a"], new Dictionary<string, double>()));
        Refuse("slash", () => LossImport.Run(session, path, ["a", "../b"], new Dictionary<string, double>()));
        Assert.Empty(RunArtifacts.ModelsWithLosses(session.Folder));
    }

    [Fact]
    public void Trajectories_follow_one_another_and_are_named_by_model_and_step()
    {
        using var session = Session();
        var axes = _temporary.File("axes.json");
        File.WriteAllText(axes, """{ "models": ["small", "large"], "step_numbers": [10, 20, 30] }""");
        Npy.Write<float>(_temporary.File("first.npy"), [.. Enumerable.Range(0, 12).Select(i => (float)i)], 2, 3, 2);
        Npy.Write<float>(_temporary.File("second.npy"), [.. Enumerable.Range(0, 6).Select(i => 100f + i)], 2, 3, 1);
        LossImport.Run(session, [_temporary.File("first.npy"), _temporary.File("second.npy")], TrajectoryAxes.Read(axes), new Dictionary<string, double> { ["large"] = 5 });
        Assert.Equal([8, 9, 104], RunArtifacts.ReadLosses(session.Folder, "large@step20"));
        Assert.Equal(5, RunArtifacts.NonEmbeddingParameters(session.Folder, "large@step20"));
        Refuse("(2, 1, predictions)", () => LossImport.Run(session, [_temporary.File("first.npy")], new TrajectoryAxes(["one", "two"], [1]), new Dictionary<string, double>()));
    }

    private static string Published(string name) => Path.Combine(Repository.Root, "tests", "Quanta.Discovery.Tests", "Import", "Published", name);

    private static void Refuse(string because, Action import) =>
        Assert.Contains(because, Assert.Throws<InvalidDataException>(import).Message, StringComparison.Ordinal);

    private RunSession Session() => new() { Folder = RunFolder.Open(_temporary.File("run")), Command = "quanta test" };
}
