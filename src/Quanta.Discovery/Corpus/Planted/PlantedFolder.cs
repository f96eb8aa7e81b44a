using System.Text.Json;
using System.Text.Json.Serialization;
using Quanta.Discovery.Corpus.Making;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Tokenization.Training;

namespace Quanta.Discovery.Corpus.Planted;

/// <summary>What a planted corpus is made of: skills.json.</summary>
/// <param name="Options">The options.</param>
/// <param name="Skills">Every label by number.</param>
public sealed record PlantedManifest(PlantedOptions Options, IReadOnlyList<PlantedSkillRecord> Skills);

/// <summary>A planted corpus on disk: train.jsonl and test.jsonl, the label of every prediction in train-labels.npy and test-labels.npy (int32, -1: noise), a tokenizer.json in which
/// each planted word is one token, and skills.json.</summary>
public static class PlantedFolder
{
    /// <summary>The kind of the documents.</summary>
    public const string Kind = "planted";

    /// <summary>Draws the corpus and writes it; skills.json comes last.</summary>
    public static PlantedManifest Write(string folder, PlantedOptions options)
    {
        var corpus = new PlantedCorpus(options);
        Directory.CreateDirectory(folder);
        var tokens = new SortedSet<string>(StringComparer.Ordinal);
        WriteDocuments(folder, "train", corpus.Train, tokens);
        WriteDocuments(folder, "test", corpus.Test, tokens);
        TokenizerFileWriter.Write(Path.Combine(folder, "tokenizer.json"), TrainedVocabulary.OfWords(tokens));
        var manifest = new PlantedManifest(options, corpus.Catalogue.Records);
        AtomicFile.WriteText(Path.Combine(folder, "skills.json"), JsonSerializer.Serialize(manifest, PlantedJson.Default.PlantedManifest) + "\n");
        return manifest;
    }

    private static void WriteDocuments(string folder, string name, IEnumerable<PlantedDocument> documents, SortedSet<string> tokens)
    {
        var labels = new List<int>();
        CorpusFolder.WriteDocuments(Path.Combine(folder, name + ".jsonl"), documents.Select((document, number) =>
        {
            labels.AddRange(document.Labels.Skip(1));
            tokens.UnionWith(document.Tokens);
            return new SourceText(Kind, $"{name} {number}", document.Text);
        }), compress: false);
        Npy.Write<int>(Path.Combine(folder, name + "-labels.npy"), labels.ToArray(), labels.Count);
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlantedManifest))]
internal sealed partial class PlantedJson : JsonSerializerContext;
