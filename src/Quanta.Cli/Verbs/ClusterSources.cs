using Quanta.Cli.Corpus;
using Quanta.Discovery.Corpus.Making;
using Quanta.Discovery.Ladder;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;

namespace Quanta.Cli.Verbs;

/// <summary>What the main job works on: what the user named, and in the place of what they did not, the embedded models and the documentation of the
/// SDK.</summary>
/// <param name="Models">The first is the one whose gradients are clustered; losses are computed of all.</param>
/// <param name="Piles">The corpus, one file after the other; empty: the documentation.</param>
/// <param name="AreEmbedded">Whether the models are the embedded ones.</param>
internal sealed record ClusterSources(IReadOnlyList<ModelFolder> Models, IReadOnlyList<string> Piles, bool AreEmbedded)
{
    private const string DocumentationName = "dotnet-docs";

    public static ClusterSources Of(IEnumerable<string> models, IReadOnlyList<string> piles)
    {
        if (Require.Models(models) is { Count: > 0 } named) return new ClusterSources(named, piles, AreEmbedded: false);
        var ladder = ModelLadder.FindEmbedded(AppContext.BaseDirectory);
        var others = ladder.Models.Where(model => model != ladder.Default).Select(model => model.Folder);
        return new ClusterSources([ladder.Default!.Folder, .. others], piles, AreEmbedded: true);
    }

    /// <summary>The run folder where none is named.</summary>
    public string DefaultRun => $"{(Piles is [var first, ..] ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(first))).Split('.')[0] : DocumentationName)}-{Models[0].Name}.run";

    /// <summary>The corpus's paths; makes the documentation's in the run folder.</summary>
    public IReadOnlyList<string> PilesOf(RunSession session) =>
        Piles.Count > 0 ? Piles : [DocumentationStage.Run(session, DotnetFolder.Find(), new PackOptions())];
}
