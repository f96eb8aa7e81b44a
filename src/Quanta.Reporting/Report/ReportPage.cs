using System.Text;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Reporting.Scaling;

namespace Quanta.Reporting.Report;

/// <summary>The page that shows a run: one HTML file that needs nothing else, and no script to be read.</summary>
internal static class ReportPage
{
    private const int MostBlocks = 400;

    /// <summary>Writes the page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">What is shown.</param>
    /// <param name="threads">Threads for what takes long; the page does not depend on them.</param>
    /// <param name="cancellation">Stops early.</param>
    public static string Write(RunContents run, ReportOptions options, int threads, CancellationToken cancellation)
    {
        var profiles = run.Clusters is null ? [] : ClusterProfile.All(run);
        var matrix = MatrixOf(run);
        var similarity = matrix is null ? null : OrderedSimilarity.Read(run.PathOf(matrix), run.Clusters!, MostBlocks, cancellation);
        List<ReportSection?> sections =
        [
            SummarySection.Of(run),
            LossSection.Of(run),
            SelectionSection.Of(run),
            SimilaritySection.Of(similarity, matrix == RunArtifacts.AbsoluteCosine ? "cosine of absolute values" : "cosine similarity", SimilarityStage.ComparedIn(run.Stages)),
            SizeSection.Of(SizeFit.Of(run)),
            QualitySection.Of(run),
            ProofSection.Of(run),
            ModelSection.Of(run),
            ScalingSection.Of(run, threads, cancellation),
            ClusterSection.Of(run, profiles, similarity, profiles.Count),
        ];
        cancellation.ThrowIfCancellationRequested();
        if (profiles.Count > 0)
        {
            var samplesOf = new SampleSection(run, options, profiles);
            var rest = PageShell.Wrap(TitleOf(run), [.. sections.OfType<ReportSection>(), samplesOf.Empty]);
            var samples = samplesOf.Write(options.MostBytes - Encoding.UTF8.GetByteCount(rest));
            sections[^1] = ClusterSection.Of(run, profiles, similarity, samples.Shown);
            sections.Add(samples.Section);
        }
        return PageShell.Wrap(TitleOf(run), [.. sections.OfType<ReportSection>()]);
    }

    /// <summary>The matrix that the clusters are of: that of absolute values where their name says so.</summary>
    private static string? MatrixOf(RunContents run)
    {
        if (run.Clusters is null) return null;
        var isAbsolute = run.ClusteringName!.Contains("-absolute-", StringComparison.Ordinal);
        var matrix = isAbsolute ? RunArtifacts.AbsoluteCosine : RunArtifacts.Cosine;
        return run.Has(matrix) ? matrix : null;
    }

    private static string TitleOf(RunContents run) => run.Model is null ? "A run of Quanta" : $"Quanta of {run.Model}";
}
