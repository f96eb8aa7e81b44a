using System.Text.Json.Nodes;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>Goldens/tiny-tokenizer.json as a tree that a test may change before loading it.</summary>
internal static class TinyTokenizer
{
    public static JsonNode Json() => JsonNode.Parse(File.ReadAllText(Goldens.TinyTokenizer))!;

    public static Tokenizer Load(JsonNode json) => LoadText(json.ToJsonString());

    public static Tokenizer LoadText(string json)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("tokenizer.json");
        File.WriteAllText(path, json);
        return Tokenizer.Load(path);
    }

    /// <summary>The variants that make_goldens.js names.</summary>
    public static Tokenizer Variant(string name)
    {
        var json = Json();
        switch (name)
        {
            case "prefix": json["pre_tokenizer"]!["add_prefix_space"] = true; break;
            case "ignore_merges": json["model"]!["ignore_merges"] = true; break;
            case "not_normalized": json["normalizer"] = null; break;
            case "overlapping": json["added_tokens"]!.AsArray().Single(token => token!["content"]!.GetValue<string>() == "<sep>")!["normalized"] = true; break;
            case "pairs":
                var pairs = json["model"]!["merges"]!.AsArray().Select(merge => merge!.GetValue<string>().Split(' ').Select(part => (JsonNode)part).ToArray());
                json["model"]!["merges"] = new JsonArray([.. pairs.Select(pair => new JsonArray(pair))]);
                break;
        }
        return Load(json);
    }

    /// <summary>Without added tokens and without normalisation, so that any valid text comes back as it was.</summary>
    public static Tokenizer Plain()
    {
        var json = Json();
        json["normalizer"] = null;
        json["added_tokens"] = new JsonArray();
        return Load(json);
    }
}
