using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Quanta.Formats.Files;
using Quanta.Formats.Text;

namespace Quanta.Discovery.Corpus.Making;

/// <summary>A packed corpus on disk: train.jsonl, test.jsonl (in The Pile's format, with .zst where asked for) and corpus.json.</summary>
public static class CorpusFolder
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the corpus; corpus.json comes last.</summary>
    /// <returns>The paths of the training and the test documents.</returns>
    public static (string Train, string Test) Write(string folder, PackedCorpus corpus, bool compress)
    {
        Directory.CreateDirectory(folder);
        var ending = compress ? ".jsonl.zst" : ".jsonl";
        var (train, test) = (Path.Combine(folder, "train" + ending), Path.Combine(folder, "test" + ending));
        WriteDocuments(train, corpus.Train, compress);
        WriteDocuments(test, corpus.Test, compress);
        AtomicFile.WriteText(Path.Combine(folder, "corpus.json"), JsonSerializer.Serialize(corpus.Report, CorpusJson.Default.PackReport) + "\n");
        return (train, test);
    }

    /// <summary>Writes documents as JSON lines with <c>text</c> and <c>meta.pile_set_name</c>.</summary>
    public static void WriteDocuments(string path, IEnumerable<SourceText> documents, bool compress) => AtomicFile.Write(path, file =>
    {
        using var stream = compress ? Zstd.Compress(file, level: 12, leaveOpen: true) : null;
        foreach (var document in documents) WriteLine(stream ?? file, document);
    });

    private static void WriteLine(Stream stream, SourceText document)
    {
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("text", document.Text);
            writer.WriteStartObject("meta");
            writer.WriteString("pile_set_name", document.Kind);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PackReport))]
[JsonSerializable(typeof(PackOptions))]
internal sealed partial class CorpusJson : JsonSerializerContext;
