using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Discovery.Runs;
using Quanta.Reporting.Report;

namespace Quanta.Cli.Verbs;

[Verb("report", HelpText = "Write the page that shows a run: report.html in its folder.")]
internal sealed class ReportVerb : Verb, IRunOptions, ISampleOptions
{
    public string? Run { get; set; }

    [Option("clustering", MetaValue = "NAME", HelpText = "The clustering to show, e.g. spectral-angular-k400; default: the one whose samples the run has.")]
    public string? ClusteringName { get; set; }

    public int Context { get; set; }

    public int PerCluster { get; set; }

    public override void Execute(VerbContext context)
    {
        using var session = Session(context, RunFolder.OpenExisting(Require.Option(Run, "--run", "the run folder to show")));
        ReportStage.Run(session, new ReportOptions { Clustering = ClusteringName, ContextTokens = Context, PerCluster = PerCluster });
        new Results(context.Terminal.Output, Json).Add("report", session.Folder.PathOf(ReportStage.Artifact)).Write();
    }
}
