using System.Text.Json;

namespace Quanta.Testing;

/// <summary>Byte-level BPE without merges: a token a byte, and of ASCII a token's id is its character.</summary>
public static class ByteTokenizer
{
    /// <summary>Writes a tokenizer.json.</summary>
    public static void Write(string path)
    {
        var next = 256;
        var names = Enumerable.Range(0, 256).Select(b => b is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? (char)b : (char)next++);
        var vocabulary = names.Select((name, id) => (name, id)).ToDictionary(x => x.name.ToString(), x => x.id);
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            version = "1.0",
            added_tokens = Array.Empty<object>(),
            normalizer = new { type = "NFC" },
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, trim_offsets = true },
            decoder = new { type = "ByteLevel", add_prefix_space = false, trim_offsets = true },
            model = new { type = "BPE", vocab = vocabulary, merges = Array.Empty<string>() },
        }));
    }
}
