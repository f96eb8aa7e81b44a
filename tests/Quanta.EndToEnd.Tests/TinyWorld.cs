using System.Text.Json;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.GptNeoX;
using Quanta.Numerics.Random;

namespace Quanta.EndToEnd.Tests;

/// <summary>A corpus and a model small enough to make in a test: random text of a few letters, a random GPT-NeoX over bytes.</summary>
internal sealed class TinyWorld : IDisposable
{
    private const int Layers = 2, Hidden = 16, Heads = 2, Vocabulary = 256;
    private readonly TemporaryFolder _folder = new();

    public TinyWorld(int documents = 40, int longest = 60)
    {
        var random = new Philox(77);
        File.WriteAllLines(Pile, Enumerable.Range(0, documents).Select(d => Document(random, d, longest)));
        Directory.CreateDirectory(Model);
        WriteConfig();
        WriteTokenizer();
        WriteWeights(random);
    }

    public string Pile => _folder.File("test.jsonl");

    public string Model => _folder.File("tiny");

    /// <summary>A path in the world's folder.</summary>
    public string In(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();

    private static string Document(Philox random, int number, int longest)
    {
        var text = string.Concat(Enumerable.Range(0, random.NextInt32(longest)).Select(_ => "abc \n"[random.NextInt32(5)]));
        return JsonSerializer.Serialize(new { text, meta = new { pile_set_name = number % 2 == 0 ? "even" : "odd" } });
    }

    private void WriteConfig() => File.WriteAllText(Path.Combine(Model, "config.json"), JsonSerializer.Serialize(new
    {
        model_type = "gpt_neox",
        architectures = new[] { "GPTNeoXForCausalLM" },
        hidden_size = Hidden,
        num_hidden_layers = Layers,
        num_attention_heads = Heads,
        intermediate_size = 4 * Hidden,
        vocab_size = Vocabulary,
        rotary_pct = 0.25,
        rotary_emb_base = 10000,
        layer_norm_eps = 1e-5,
        use_parallel_residual = true,
        max_position_embeddings = 256,
        hidden_act = "gelu",
        tie_word_embeddings = false,
    }));

    /// <summary>Byte-level BPE without merges: a token a byte, named as GPT-2 names bytes.</summary>
    private void WriteTokenizer()
    {
        var next = 256;
        var names = Enumerable.Range(0, 256).Select(b => b is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? (char)b : (char)next++);
        var vocabulary = names.Select((name, id) => (name, id)).ToDictionary(x => x.name.ToString(), x => x.id);
        File.WriteAllText(Path.Combine(Model, "tokenizer.json"), JsonSerializer.Serialize(new
        {
            version = "1.0",
            added_tokens = Array.Empty<object>(),
            normalizer = new { type = "NFC" },
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, trim_offsets = true },
            decoder = new { type = "ByteLevel", add_prefix_space = false, trim_offsets = true },
            model = new { type = "BPE", vocab = vocabulary, merges = Array.Empty<string>() },
        }));
    }

    private void WriteWeights(Philox random)
    {
        var config = GptNeoXConfigFile.Read(Path.Combine(Model, "config.json"));
        var tensors = GptNeoXParameters.Of(config).Select(p => new NamedTensor(p.Name, [.. p.Shape.Select(s => (long)s)], Values(random, p)));
        Safetensors.Write(Path.Combine(Model, "model.safetensors"), [.. tensors]);
    }

    private static float[] Values(Philox random, ParameterInfo parameter) =>
        [.. Enumerable.Range(0, (int)parameter.Length).Select(_ => (parameter.Name.EndsWith("norm.weight", StringComparison.Ordinal) ? 1 : 0) + 0.2f * (float)random.NextGaussian())];
}
