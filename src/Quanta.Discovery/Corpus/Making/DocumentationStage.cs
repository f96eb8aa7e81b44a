using System.Text.Json;
using Quanta.Discovery.Runs;

namespace Quanta.Discovery.Corpus.Making;

/// <summary>The test side of the SDK's documentation in a run folder, for a run without a corpus of its own: what `quanta corpus dotnet-docs` would write as
/// test.jsonl, so that models which were trained on the other side have not seen it.</summary>
public static class DocumentationStage
{
    public const string Artifact = "corpus/documentation.jsonl";

    /// <summary>Packs the documentation, once.</summary>
    /// <param name="session">The run.</param>
    /// <param name="root">The folder of the dotnet command, with packs/ in it.</param>
    /// <param name="options">How it is cut and split.</param>
    /// <returns>The path of the documents, in The Pile's format.</returns>
    /// <exception cref="InvalidDataException">There is no documentation, or nothing of it is left.</exception>
    public static string Run(RunSession session, string root, PackOptions options)
    {
        var path = session.Folder.PathOf(Artifact);
        var inputs = new Dictionary<string, string> { ["documentation"] = session.Folder.Hashes.Sha256OfFiles(DotnetDocs.Files(root)) };
        var stage = new StageDefinition("documentation", JsonSerializer.SerializeToNode(options, CorpusJson.Default.PackOptions)!.AsObject(), inputs, [Artifact]);
        StageRunner.Run(session, stage, () =>
        {
            var corpus = CorpusPacker.Pack(DotnetDocs.Read(root), options, session.Observer, session.Cancellation);
            if (corpus.Test.Count == 0) throw new InvalidDataException($"The documentation of the SDK in {root} is too little for a corpus. Name one with --pile.");
            CorpusFolder.WriteDocuments(path, corpus.Test, compress: false);
        });
        return path;
    }
}
