using System.Text.Json;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
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
        ByteTokenizer.Write(Path.Combine(Model, "tokenizer.json"));
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

    private void WriteWeights(Philox random)
    {
        var config = ArchitectureRegistry.ReadConfig(Path.Combine(Model, "config.json"));
        Safetensors.Write(
            Path.Combine(Model, "model.safetensors"),
            DecoderParameters.Of(config).Select(p => TensorContent.Of(p.Name, Values(random, p), [.. p.Shape.Select(n => (long)n)])));
    }

    private static float[] Values(Philox random, ParameterInfo parameter) =>
        [.. Enumerable.Range(0, (int)parameter.Length).Select(_ => (parameter.Name.EndsWith("norm.weight", StringComparison.Ordinal) ? 1 : 0) + 0.2f * (float)random.NextGaussian())];
}
