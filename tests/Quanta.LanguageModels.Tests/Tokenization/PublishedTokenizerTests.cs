using System.Text.Json;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>The published tokenizers of Llama 2 and 3, Qwen 3, Gemma 3 and GPT-4o, as far as they are beside this checkout: Goldens/make_published.js says where they
/// come from, and writes Hugging Face's ids of three thousand texts beside each.</summary>
public class PublishedTokenizerTests
{
    private const string Folder = "data/tokenizers/npm";

    [SharedDataFact(Folder)]
    public void Every_text_has_the_references_ids_and_comes_back()
    {
        var folders = Directory.GetDirectories(SharedData.Path(Folder)).Where(folder => File.Exists(Path.Combine(folder, "encodings.json"))).ToList();
        Assert.NotEmpty(folders);
        foreach (var folder in folders)
        {
            var tokenizer = Tokenizer.Load(Path.Combine(folder, "tokenizer.json"));
            var documents = new DocumentEncoder(tokenizer);
            using var references = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "encodings.json")));
            foreach (var reference in references.RootElement.EnumerateArray())
            {
                var text = reference[0].GetString()!;
                Expect(folder, text, reference[1], tokenizer.Encode(text));
                Expect(folder, text, reference[2], documents.Encode(text));
            }
        }
    }

    private static void Expect(string folder, string text, JsonElement expected, int[] ids) => Assert.True(
        expected.EnumerateArray().Select(id => id.GetInt32()).SequenceEqual(ids),
        $"{folder}: {JsonSerializer.Serialize(text)}: expected {expected.GetRawText()}, got {string.Join(' ', ids)}.");
}
