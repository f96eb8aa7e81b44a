using System.Globalization;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Discovery.Selection;
using Quanta.Reporting.Report;
using Quanta.Reporting.Samples;

namespace Quanta.Cli.Output;

/// <summary>How the main job ends: what was found, in a screen.</summary>
internal static class ClusterSummary
{
    private const int ClustersShown = 10, SamplesShown = 3, ContextTokens = 16;

    public static void Write(RunFolder folder, SampleOptions options, SelectionReport selection, string model, TextWriter output, bool asJson)
    {
        var clustering = new Clustering(RunArtifacts.ReadClusters(folder, options.Clustering));
        var results = new Results(output, asJson)
            .Add("run", folder.Path)
            .Add("predictions", selection.Predictions)
            .Add("below threshold", selection.BelowThreshold)
            .Add("not inducible", selection.Kept)
            .Add("compared", selection.Selected)
            .Add("clustering", options.Clustering)
            .Add("largest cluster", clustering.Members(0).Count)
            .Add("samples", folder.PathOf($"samples/{options.Clustering}.txt"))
            .Add("report", folder.PathOf(ReportStage.Artifact));
        results.Write();
        if (!asJson) WriteLargest(folder, clustering, model, output);
    }

    private static void WriteLargest(RunFolder folder, Clustering clustering, string model, TextWriter output)
    {
        var reader = new SampleReader(folder, model);
        for (var rank = 0; rank < Math.Min(ClustersShown, clustering.Count); rank++)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\ncluster {rank}: {clustering.Members(rank).Count} tokens"));
            foreach (var member in SamplePicker.Spread(clustering, rank, SamplesShown))
                output.Write(TerminalSamples.Of(reader.Read(member, clustering.Label(rank), ContextTokens).Context));
        }
    }
}
