using System.Text;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Formats.Files;

namespace Quanta.Reporting.Samples;

/// <summary>Text samples of a clustering in a run folder: samples/NAME.txt to read, samples/NAME.jsonl for programs, samples/NAME.tex for papers.</summary>
public static class SampleStage
{
    private const int TextWidth = 120;

    /// <summary>Writes samples of every cluster.</summary>
    /// <param name="session">The run.</param>
    /// <param name="options">Which samples.</param>
    /// <param name="model">The model whose losses samples carry.</param>
    public static void Run(RunSession session, SampleOptions options, string model)
    {
        var folder = session.Folder;
        var (text, lines, latex) = (PathOf(options, "txt"), PathOf(options, "jsonl"), PathOf(options, "tex"));
        var inputs = RunArtifacts.Hashes(
            folder, RunArtifacts.Tokens, RunArtifacts.Documents, RunArtifacts.DocumentRecords, RunArtifacts.Tokenizer, RunArtifacts.Predictions,
            RunArtifacts.Losses(model), RunArtifacts.Clusters(options.Clustering));
        StageRunner.Run(session, new StageDefinition($"samples/{options.Clustering}", options.ToJson(), inputs, [text, lines, latex]), () =>
        {
            var clusters = Read(session, options, model);
            AtomicFile.WriteText(folder.PathOf(text), string.Concat(clusters.Select(Text)));
            AtomicFile.WriteText(folder.PathOf(lines), string.Concat(clusters.SelectMany(c => c).Select(s => JsonSamples.Line(s) + "\n")));
            AtomicFile.WriteText(folder.PathOf(latex), string.Join("\n\n", clusters.Select(Latex)));
        });
    }

    private static string PathOf(SampleOptions options, string extension) => $"samples/{options.Clustering}.{extension}";

    private static List<List<ClusterSample>> Read(RunSession session, SampleOptions options, string model)
    {
        var reader = new SampleReader(session.Folder, model);
        var clustering = new Clustering(RunArtifacts.ReadClusters(session.Folder, options.Clustering));
        using var progress = session.Observer.Begin("samples", clustering.Count, "clusters");
        var clusters = new List<List<ClusterSample>>();
        for (var rank = 0; rank < clustering.Count; rank++)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            clusters.Add([.. SamplePicker.Spread(clustering, rank, options.PerCluster).Select(m => reader.Read(m, clustering.Label(m.Rank), options.ContextTokens))]);
            progress.Advance(1);
        }
        return clusters;
    }

    private static string Text(List<ClusterSample> samples)
    {
        var text = new StringBuilder();
        foreach (var sample in samples) text.Append(TerminalSamples.Of(sample, new TerminalOptions { Width = TextWidth })).Append('\n');
        return text.ToString();
    }

    private static string Latex(List<ClusterSample> samples) =>
        $"% cluster {samples[0].Rank}\n{LatexSamples.Cluster(samples.Select(s => s.Context), LatexEscaping.Complete)}";
}
