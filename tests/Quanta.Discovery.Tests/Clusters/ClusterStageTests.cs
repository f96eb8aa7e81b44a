using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Tests.Clusters;

/// <summary>Clustering of a matrix file: what is degenerate is told, what does not fit into memory is refused.</summary>
public sealed class ClusterStageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NoteTaker _notes = new();

    public static TheoryData<string> Clusterer => [.. Clusterers.OfCounts.Select(clusterer => clusterer.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Clusterer))]
    public void Equal_rows_are_one_cluster_however_many_are_asked_for(string clusterer)
    {
        var quality = Cluster(100, (_, _) => 1, new ClusterOptions { Clusterer = clusterer, Counts = [10, 3], Restarts = 2 });
        Assert.All(quality, one => Assert.Equal(new MatrixStructure(100, 1, 1, 0), one.Structure));
        foreach (var count in new[] { 10, 3 }) Assert.All(Labels(clusterer, count), label => Assert.Equal(0, label));
        Assert.Contains(_notes.Sentences, note => note.Contains("1 of 100 rows", StringComparison.Ordinal));
        Assert.Contains(_notes.Sentences, note => note.Contains("1 instead of the 10", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Clusterer))]
    public void Components_and_isolated_points_are_told_and_not_mixed(string clusterer)
    {
        static int Block(int i) => i < 20 ? 0 : i < 50 ? 1 : i < 60 ? 2 : i;
        var options = new ClusterOptions { Clusterer = clusterer, Affinity = Affinity.Given, Counts = [3], Restarts = 2 };
        var quality = Cluster(65, (i, j) => i == j ? 1 : Block(i) == Block(j) ? 0.9f : 0, options).Single();
        Assert.Equal(new MatrixStructure(65, 65, 8, 5), quality.Structure);
        var labels = Labels(clusterer, 3, "given");
        Assert.Equal([3, 4, 5, 6, 7], labels[60..]);
        Assert.Equal([0, 1, 2], labels[..60].Distinct().Order());
        // Conductance sees 15 neighbours, of which a block of 10 has too few: it is not asked to find the blocks.
        if (clusterer != "conductance") Assert.Equal(1.0, ClusterAgreement.AdjustedRandIndex([.. Enumerable.Range(0, 65).Select(Block)], labels), 12);
        Assert.Contains(_notes.Sentences, note => note.Contains("5 of 65 points are isolated", StringComparison.Ordinal));
        Assert.Contains(_notes.Sentences, note => note.Contains("3 components", StringComparison.Ordinal) && note.Contains("8 with the isolated points", StringComparison.Ordinal));
    }

    [Theory, InlineData(null), InlineData(8)]
    public void A_clusterer_that_chooses_the_number_writes_one_clustering_with_its_quality(int? minimumSize)
    {
        static int Block(int i) => i < 20 ? 0 : i < 50 ? 1 : i < 55 ? 2 : i;
        var options = new ClusterOptions
        {
            Clusterer = "hdbscan",
            Affinity = Affinity.Given,
            Counts = [ClustererOptions.ChosenCount],
            Density = minimumSize is { } size ? new(size, Neighbours: 3) : null,
        };
        var quality = Cluster(65, (i, j) => i == j ? 1 : Block(i) == Block(j) ? 0.9f : 0.1f + (i + j) % 7 * 0.01f, options).Single();
        var labels = Npy.Read(_folder.File("hdbscan-given-chosen.npy")).ToInt32();
        Assert.Equal((labels.Distinct().Count(), 30), (quality.Count, quality.Largest));
        Assert.Equal([0], labels[20..50].Distinct());
        Assert.Equal([1], labels[..20].Distinct());
        Assert.Equal(minimumSize is null ? 1 : 5, labels[50..55].Distinct().Count());
        Assert.Equal(10, labels[55..].Distinct().Count());
        Assert.Contains(_notes.Sentences, note => note.Contains("belong to none", StringComparison.Ordinal));
    }

    [Fact]
    public void Counts_and_density_are_refused_where_they_have_no_meaning()
    {
        void Refused(ClusterOptions options) => Assert.Throws<ArgumentException>(() => Cluster(20, (i, j) => i == j ? 1 : 0.5f, options));
        Refused(new ClusterOptions { Clusterer = "hdbscan", Counts = [4] });
        Refused(new ClusterOptions { Clusterer = "spectral", Counts = [ClustererOptions.ChosenCount] });
        Refused(new ClusterOptions { Clusterer = "spectral", Counts = [4], Density = new(3, 3) });
        Refused(new ClusterOptions { Clusterer = "hdbscan", Counts = [ClustererOptions.ChosenCount], Density = new(1, 3) });
    }

    [Theory, InlineData(0), InlineData(400)]
    public void The_name_of_a_clustering_holds_its_count(int count)
    {
        var options = new ClusterOptions { Clusterer = "hdbscan", Counts = [count] };
        Assert.Equal(count, ClusterOptions.CountOf(options.Name, options.NameOf(count)));
        Assert.Null(ClusterOptions.CountOf(options.Name, options.Name + "-spectrum"));
        Assert.Null(ClusterOptions.CountOf("spectral-angular", options.NameOf(count)));
    }

    [Fact]
    public void Copies_of_a_point_are_never_split_and_counts_beyond_the_different_rows_are_reduced()
    {
        // 40 directions, each three times; cosines of angles.
        static double Angle(int i) => i / 3 * 0.1;
        Cluster(120, (i, j) => (float)Math.Cos(Angle(i) - Angle(j)), new ClusterOptions { Counts = [5, 39, 60], Restarts = 3 });
        foreach (var count in new[] { 5, 39, 60 })
        {
            var labels = Labels("spectral", count);
            for (var i = 0; i < 120; i++) Assert.Equal(labels[i / 3 * 3], labels[i]);
            Assert.InRange(labels.Max(), 0, Math.Min(count, 40) - 1);
        }
    }

    [Fact]
    public void Matrices_without_anything_degenerate_give_no_note_of_it()
    {
        using var planted = PlantedClusters.Create(new PlantedClustersOptions(220, 6, 64, 0.7), Quanta.Numerics.Products.MatrixProducts.Default);
        var quality = Cluster(220, (i, j) => planted.Cosines[i, j], new ClusterOptions { Counts = [6], Restarts = 3 }).Single();
        Assert.Equal(new MatrixStructure(220, 220, 1, 0), quality.Structure);
        Assert.Single(_notes.Sentences);
        Expect.Near(1, quality.OverSeeds!.Least, 0.2, "six clusters that are well apart");
    }

    [Theory, MemberData(nameof(Clusterer))]
    public void What_memory_does_not_allow_is_refused_before_the_matrix_is_read(string clusterer)
    {
        Write(300, (i, j) => i == j ? 1 : float.NaN);
        var refusal = Assert.Throws<ArgumentException>(() => Cluster(new ClusterOptions { Clusterer = clusterer, Counts = [5] }, memory: 200_000));
        Assert.Contains($"Clustering 300 points by {clusterer} needs 0.0", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("GB are allowed", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Cluster(new ClusterOptions { Clusterer = clusterer, Counts = [5] }, 1L << 32)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_are_the_same_in_the_least_memory_with_any_number_of_threads()
    {
        using var planted = PlantedClusters.Create(new PlantedClustersOptions(260, 20, 64, 1), Quanta.Numerics.Products.MatrixProducts.Default);
        Write(260, (i, j) => planted.Cosines[i, j]);
        var options = new ClusterOptions { Counts = [4, 40], Restarts = 3 };
        Cluster(options, 1L << 32, threads: 1);
        int[][] expected = [Labels("spectral", 4), Labels("spectral", 40)];
        Cluster(options, ClusterMemory.NeedBytes(260, options, new Computation { Threads = 16 }), threads: 16);
        Assert.Equal(expected, [Labels("spectral", 4), Labels("spectral", 40)]);
    }

    private IReadOnlyList<ClusteringQuality> Cluster(int n, Func<int, int, float> element, ClusterOptions options)
    {
        Write(n, element);
        return Cluster(options, 1L << 32);
    }

    private IReadOnlyList<ClusteringQuality> Cluster(ClusterOptions options, long memory, int threads = 2) => ClusterStage.Cluster(
        _folder.File("s.npy"), _folder.Path, _ => options, given: null, keepFinished: false, new Computation { Threads = threads, MemoryBytes = memory }, _notes, default);

    private void Write(int n, Func<int, int, float> element)
    {
        var values = new float[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) values[i * n + j] = element(Math.Max(i, j), Math.Min(i, j));
        Npy.Write<float>(_folder.File("s.npy"), values, n, n);
    }

    private int[] Labels(string clusterer, int count, string affinity = "angular") => Npy.Read(_folder.File($"{clusterer}-{affinity}-k{count}.npy")).ToInt32();

    private sealed class NoteTaker : IStageObserver
    {
        public List<string> Sentences { get; } = [];

        public IStageProgress Begin(string work, long total, string unit) => SilentObserver.Instance;

        public void Note(string sentence) => Sentences.Add(sentence);
    }
}
