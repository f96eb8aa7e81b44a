using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Corpus;

/// <summary>The corpus in a run folder: reads files of documents, writes corpus/, with a copy of the tokenizer, so that the run can be read without the
/// model.</summary>
public static class CorpusStage
{
    internal const string Required = "a file of JSON lines";

    /// <summary>Reads the corpus, unless the folder holds it.</summary>
    /// <param name="session">The run.</param>
    /// <param name="piles">Files, or folders of shards (<see cref="CorpusShards"/>), read one after the other. A pipe is first copied into the run folder, as it can be read only once, and the copy deleted at
    /// the end.</param>
    /// <param name="tokenizer">A tokenizer.json, or what <see cref="TokenizerFiles"/> reads in its place.</param>
    /// <param name="options">What is taken from the files.</param>
    public static CorpusReport Run(RunSession session, IReadOnlyList<string> piles, string tokenizer, CorpusOptions options)
    {
        var folder = session.Folder;
        options.Validate();
        TokenizerFiles.RefuseSentencePiece(tokenizer);
        piles = CorpusShards.Of(piles);
        var copies = piles.Select((_, index) => folder.PathOf($"corpus/pipe-{index}")).ToList();
        try
        {
            var files = piles.Zip(copies, (pile, copy) => Seekable(pile, copy, session)).ToList();
            new CorpusRows(files, options, session.Computation.MemoryBytes / 2, _ => null).Check();
            var hashes = files.Select(file => folder.Hashes.Sha256(file, session.Observer)).ToList();
            var stage = new StageDefinition(
                "corpus",
                JsonSerializer.SerializeToNode(options, RunJson.Default.CorpusOptions)!.AsObject(),
                new Dictionary<string, string> { ["pile"] = HashOf(hashes), ["tokenizer"] = HashOf(tokenizer, folder) },
                [RunArtifacts.Tokens, RunArtifacts.Documents, RunArtifacts.DocumentRecords, RunArtifacts.Tokenizer, RunArtifacts.CorpusReport]);
            StageRunner.Run(session, stage, () => Write(session, files, hashes, tokenizer, options));
        }
        finally
        {
            foreach (var copy in copies.Where(File.Exists)) File.Delete(copy);
        }
        return CorpusReport.Read(folder) ?? CorpusReport.OfOffsets(folder);
    }

    private static string Seekable(string pile, string copy, RunSession session)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        return InputFile.Seekable(pile, Required, copy, session.Cancellation);
    }

    /// <summary>The hash of a file, and of several the hash of theirs, in order.</summary>
    private static string HashOf(List<string> hashes) =>
        hashes.Count == 1 ? hashes[0] : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', hashes))));

    private static string HashOf(string tokenizer, RunFolder folder) =>
        TokenizerFiles.PartsOf(tokenizer) is { Count: > 1 } parts ? folder.Hashes.Sha256OfFiles(parts) : folder.Hashes.Sha256(tokenizer);

    /// <summary>Every file appears under its name when it is whole, the report last.</summary>
    /// <returns>The facts for run.json.</returns>
    private static JsonObject Write(RunSession session, List<string> files, List<string> hashes, string tokenizer, CorpusOptions options)
    {
        var folder = session.Folder;
        using var tokens = NpyWriter.CreateGrowing<int>(folder.PathOf(RunArtifacts.Tokens));
        using var offsets = NpyWriter.CreateGrowing<long>(folder.PathOf(RunArtifacts.Documents));
        using var records = new AtomicFileWriter(folder.PathOf(RunArtifacts.DocumentRecords));
        offsets.Write([0L]);
        var encoder = DocumentEncoder.Load(tokenizer, options.PrefixToken);
        var report = PileReader.Read(files, encoder, options, session.Computation, (document, record) =>
        {
            tokens.Write(document);
            offsets.Write([tokens.Written]);
            JsonSerializer.Serialize(records.Stream, record, RunJson.Lines.DocumentRecord);
            records.Stream.WriteByte((byte)'\n');
        }, session.Observer, session.Cancellation);
        report = report with { Sources = [.. report.Sources!.Zip(hashes, (source, hash) => source with { Sha256 = hash })] };
        tokens.Complete();
        offsets.Complete();
        records.Complete();
        AtomicFile.Write(folder.PathOf(RunArtifacts.Tokenizer), stream => stream.Write(TokenizerFiles.JsonOf(tokenizer)));
        AtomicFile.WriteText(folder.PathOf(RunArtifacts.CorpusReport), RunJson.Text(report, RunJson.Default.CorpusReport));
        var facts = new JsonObject { ["documents"] = report.Documents, ["lines_left_out"] = report.LinesLeftOut };
        if (report.Sources.All(source => source.Content == CorpusSource.TokenIds)) return facts;
        if (encoder.Prefix.Count > 0) facts["tokens_before_documents"] = Array(encoder.Prefix);
        if (encoder.Suffix.Count > 0) facts["tokens_after_documents"] = Array(encoder.Suffix);
        return facts;
    }

    private static JsonArray Array(IReadOnlyList<int> ids) => [.. ids.Select(id => JsonValue.Create(id))];
}
