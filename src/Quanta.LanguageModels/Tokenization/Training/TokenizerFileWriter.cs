using System.Text.Json;
using Quanta.Formats.Files;

namespace Quanta.LanguageModels.Tokenization.Training;

/// <summary>Writes a trained vocabulary as Hugging Face's tokenizer.json, in the form of GPT-NeoX's.</summary>
public static class TokenizerFileWriter
{
    /// <summary>Writes the file; <see cref="Tokenizer.Load"/> and Hugging Face's library read it alike.</summary>
    public static void Write(string path, TrainedVocabulary vocabulary) => AtomicFile.Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 1 })) WriteRoot(json, vocabulary);
        stream.WriteByte((byte)'\n');
    });

    private static void WriteRoot(Utf8JsonWriter json, TrainedVocabulary vocabulary)
    {
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        for (var id = 0; id < vocabulary.SpecialTokens.Count; id++) WriteSpecialToken(json, id, vocabulary.SpecialTokens[id]);
        json.WriteEndArray();
        json.WriteStartObject("normalizer");
        json.WriteString("type", "NFC");
        json.WriteEndObject();
        foreach (var part in (ReadOnlySpan<string>)["pre_tokenizer", "post_processor", "decoder"]) WriteByteLevel(json, part);
        WriteModel(json, vocabulary);
        json.WriteEndObject();
    }

    private static void WriteSpecialToken(Utf8JsonWriter json, int id, string content)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("content", content);
        foreach (var flag in (ReadOnlySpan<string>)["single_word", "lstrip", "rstrip", "normalized"]) json.WriteBoolean(flag, false);
        json.WriteBoolean("special", true);
        json.WriteEndObject();
    }

    private static void WriteByteLevel(Utf8JsonWriter json, string part)
    {
        json.WriteStartObject(part);
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", true);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, TrainedVocabulary vocabulary)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (var absent in (ReadOnlySpan<string>)["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"]) json.WriteNull(absent);
        json.WriteBoolean("fuse_unk", false);
        json.WriteBoolean("byte_fallback", false);
        json.WriteBoolean("ignore_merges", vocabulary.IgnoresMerges);
        json.WriteStartObject("vocab");
        for (var id = 0; id < vocabulary.Entries.Count; id++) json.WriteNumber(vocabulary.Entries[id], id);
        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (var (left, right) in vocabulary.Merges) json.WriteStringValue($"{left} {right}");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
