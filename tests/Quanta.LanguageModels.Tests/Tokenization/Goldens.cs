using System.Text.Json;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>What the scripts in Goldens wrote down.</summary>
internal static class Goldens
{
    public static string TinyTokenizer => PathOf("tiny-tokenizer.json");

    public static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllText(PathOf(name))).RootElement;

    public static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "Quanta.LanguageModels.Tests", "Tokenization", "Goldens", name);
}
