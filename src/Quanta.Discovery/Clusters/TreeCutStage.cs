using System.Globalization;
using System.Text.Json.Nodes;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;

namespace Quanta.Discovery.Clusters;

/// <summary>Where a tree of merges is cut: exactly one is given.</summary>
/// <param name="Count">Into so many clusters.</param>
/// <param name="Height">At this distance of clusters, 1 - similarity of the affinity that was clustered.</param>
/// <param name="MinimumSize">Into the clusters of at least so many tokens that persist longest (<see cref="Dendrogram.Persistent"/>).</param>
public sealed record TreeCut(int? Count = null, double? Height = null, int? MinimumSize = null)
{
    /// <summary>What follows the tree's name in the clustering's, e.g. "-k120", "-h0.35" or "-p3".</summary>
    public string Suffix => this switch
    {
        { Count: { } count } => string.Create(CultureInfo.InvariantCulture, $"-k{count}"),
        { Height: { } height } => string.Create(CultureInfo.InvariantCulture, $"-h{height}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"-p{MinimumSize}"),
    };

    /// <summary>Labels ranked by size, [n].</summary>
    /// <exception cref="ArgumentException">The tree cannot be cut so.</exception>
    public int[] Of(Dendrogram tree) => ClusterLabels.RankBySize(this switch
    {
        { Count: { } count } => tree.Cut(count),
        { Height: { } height } => tree.CutAt(height),
        _ => tree.Persistent(MinimumSize ?? 0).WithNoiseAsSingletons(),
    });
}

/// <summary>Cuts the tree of merges that clusterings of a run are cuts of, anew.</summary>
public static class TreeCutStage
{
    /// <summary>Cuts a tree; writes clusters/NAME.npy, NAME the tree's with the cut's <see cref="TreeCut.Suffix"/>.</summary>
    /// <param name="session">The run.</param>
    /// <param name="clusterings">The tree's clusterings, e.g. "average-linkage-angular".</param>
    /// <param name="cut">Where.</param>
    /// <returns>The clustering's name.</returns>
    /// <exception cref="InvalidDataException">The run has no such tree, or its file is none.</exception>
    public static string Run(RunSession session, string clusterings, TreeCut cut)
    {
        var (folder, name) = (session.Folder, clusterings + cut.Suffix);
        var tree = $"clusters/{ClusterStage.TreeFile(clusterings)}";
        // The clusterings' own stage may have made this very file.
        if (folder.Stages.Any(stage => stage.Done && stage.Stage == $"clusters/{clusterings}" && stage.Artifacts.ContainsKey(RunArtifacts.Clusters(name)))) return name;
        var options = new JsonObject { ["count"] = cut.Count, ["height"] = cut.Height, ["minimum_size"] = cut.MinimumSize };
        var stage = new StageDefinition($"cuts/{name}", options, RunArtifacts.Hashes(folder, tree), [RunArtifacts.Clusters(name)]);
        var labels = cut.Of(Read(folder.PathOf(tree)));
        StageRunner.Run(session, stage, () => Npy.Write<int>(folder.PathOf(RunArtifacts.Clusters(name)), labels, labels.Length));
        return name;
    }

    private static Dendrogram Read(string path)
    {
        const int columns = 4;
        using var file = Npy.Open(path);
        if (file.Shape is not [_, columns]) throw new InvalidDataException($"{path} must hold a tree, [n - 1, 4], but its shape is ({string.Join(", ", file.Shape)}).");
        return Dendrogram.FromTable(file.ToDouble());
    }
}
