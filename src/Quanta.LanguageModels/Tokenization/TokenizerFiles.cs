using System.Text.Json;
using Quanta.Formats.Files;
using Quanta.Formats.Text;
using Quanta.LanguageModels.Tokenization.Files;

namespace Quanta.LanguageModels.Tokenization;

/// <summary>The files that a tokenizer comes in: a tokenizer.json, or GPT-2's vocab.json with merges.txt beside it.</summary>
public static class TokenizerFiles
{
    private const string TokenizerJson = "tokenizer.json", SentencePiece = "tokenizer.model", Required = "a tokenizer.json";

    /// <summary>Far above any real file (Gemma 3's has 33 million bytes); bounds what a wrong file can make us read.</summary>
    private const long LargestFile = 64L << 20;

    /// <summary>The file to read in a model's folder: tokenizer.json, or vocab.json where only that and merges.txt are there. It need not exist.</summary>
    public static string In(string folder)
    {
        var (json, vocabulary) = (Path.Combine(folder, TokenizerJson), Path.Combine(folder, Gpt2Files.Vocabulary));
        return !File.Exists(json) && Gpt2Files.AreAt(vocabulary) ? vocabulary : json;
    }

    /// <summary>The files that decide what the tokenizer at a path does.</summary>
    public static IReadOnlyList<string> PartsOf(string path) => Gpt2Files.AreAt(path) ? Gpt2Files.PartsOf(path) : [path];

    /// <summary>The tokenizer.json at a path, or the one that says what vocab.json and its neighbours say: UTF-8.</summary>
    /// <exception cref="InvalidDataException">The files cannot be read as a tokenizer; the message says why.</exception>
    public static byte[] JsonOf(string path)
    {
        RefuseSentencePiece(path);
        foreach (var part in PartsOf(path))
            if (new FileInfo(part) is { Exists: true, Length: > LargestFile and var length })
                throw new InvalidDataException($"{part}: {Required} must have at most {LargestFile} bytes, but this file has {length}.");
        return Gpt2Files.AreAt(path) ? Gpt2Files.ToTokenizerJson(path) : InputFile.ReadAllBytes(path, Required);
    }

    /// <summary>The document of <see cref="JsonOf"/>.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal static JsonDocument Parse(string path) => PythonJson.Parse(JsonOf(path));

    /// <summary>Refuses SentencePiece's file at a path, or alone beside one where nothing is.</summary>
    /// <exception cref="InvalidDataException">There is such a file.</exception>
    public static void RefuseSentencePiece(string path)
    {
        var beside = Path.Combine(Path.GetDirectoryName(path) ?? "", SentencePiece);
        var found = Path.GetExtension(path) == Path.GetExtension(SentencePiece) ? path : !File.Exists(path) && File.Exists(beside) ? beside : null;
        if (found is null) return;
        throw new InvalidDataException(
            $"{path}: a tokenizer.json is required, or vocab.json with merges.txt, but there is only {found}, SentencePiece's own file, which is not read. "
            + "Hugging Face's transformers make a tokenizer.json of it: AutoTokenizer.from_pretrained(folder).save_pretrained(folder).");
    }
}
