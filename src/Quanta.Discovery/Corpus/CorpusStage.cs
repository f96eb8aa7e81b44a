using System.Text.Json;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Corpus;

/// <summary>The corpus in a run folder: reads a Pile-format file, writes corpus/, with a copy of the tokenizer, so that the run can be read without the model.</summary>
public static class CorpusStage
{
    public static TokenDocuments Run(RunSession session, string pile, string tokenizer, CorpusOptions options)
    {
        var folder = session.Folder;
        var stage = new StageDefinition(
            "corpus",
            JsonSerializer.SerializeToNode(options, RunJson.Default.CorpusOptions)!.AsObject(),
            new Dictionary<string, string> { ["pile"] = folder.Hashes.Sha256(pile, session.Observer), ["tokenizer"] = folder.Hashes.Sha256(tokenizer) },
            [RunArtifacts.Tokens, RunArtifacts.Documents, RunArtifacts.DocumentRecords, RunArtifacts.Tokenizer]);
        StageRunner.Run(session, stage, () => Write(session, pile, tokenizer, options));
        return RunArtifacts.ReadCorpus(folder);
    }

    private static void Write(RunSession session, string pile, string tokenizer, CorpusOptions options)
    {
        var folder = session.Folder;
        var read = PileReader.Read(pile, Tokenizer.Load(tokenizer), options, session.Computation.Threads, session.Observer, session.Cancellation);
        if (read.BadLines.Count > 0)
            session.Observer.Note($"{read.BadLines.Count} lines of {pile} were left out; the first: {read.BadLines[0]}");
        Npy.Write(folder.PathOf(RunArtifacts.Tokens), read.Documents.Tokens, read.Documents.Tokens.Length);
        Npy.Write(folder.PathOf(RunArtifacts.Documents), read.Documents.Offsets, read.Documents.Offsets.Length);
        AtomicFile.Write(folder.PathOf(RunArtifacts.DocumentRecords), stream =>
        {
            foreach (var record in read.Records)
            {
                JsonSerializer.Serialize(stream, record, RunJson.Lines.DocumentRecord);
                stream.WriteByte((byte)'\n');
            }
        });
        AtomicFile.Write(folder.PathOf(RunArtifacts.Tokenizer), stream => stream.Write(File.ReadAllBytes(tokenizer)));
    }
}
