using System.Numerics.Tensors;
using System.Text.Json;
using Quanta.Formats.Numpy;

namespace Quanta.Scaling.NextTokens;

/// <summary>Makes next-token distributions from models' logits.</summary>
public static class NextTokenMaker
{
    /// <summary>A model to ask: its name, its number of parameters, and the logits [at least vocabulary] after the last token of a prefix.</summary>
    public sealed record Source(string Name, double Parameters, Func<int, float[]> Logits);

    /// <summary>Asks every model for every prefix, one model after another.</summary>
    /// <param name="name">What messages call the result: the file it will be.</param>
    /// <param name="sources">At least two models with one tokenizer; they are put in order of size, and the largest is the target.</param>
    /// <param name="prefixes">The texts; <see cref="Source.Logits"/> is called with their indices.</param>
    /// <param name="vocabulary">How many tokens there are; logits beyond them are padding.</param>
    /// <param name="progress">Receives the share of the distributions that are made.</param>
    /// <param name="cancellation">Stops between distributions.</param>
    /// <remarks>As published: softmax in float32 over the vocabulary, rounded to float16. Unlike the published script, a prefix that comes twice gets its
    /// distribution twice; there the second stays zero.</remarks>
    /// <exception cref="InvalidDataException">A model scores fewer tokens than the vocabulary has, or there are more probabilities than one array
    /// holds.</exception>
    public static NextTokenData Make(
        string name, IReadOnlyList<Source> sources, IReadOnlyList<string> prefixes, int vocabulary, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        Source[] ordered = [.. sources.OrderBy(source => source.Parameters)];
        var size = (long)prefixes.Count * ordered.Length * vocabulary;
        if (size > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"{name} can hold {Array.MaxLength} probabilities, but {prefixes.Count} prefixes of {ordered.Length} models have {size}; take fewer prefixes.");
        }
        var (probabilities, softmax) = (new Half[size], new float[vocabulary]);
        for (var model = 0; model < ordered.Length; model++)
        {
            for (var prefix = 0; prefix < prefixes.Count; prefix++)
            {
                cancellation.ThrowIfCancellationRequested();
                var logits = ordered[model].Logits(prefix);
                if (logits.Length < vocabulary)
                {
                    throw new InvalidDataException(
                        $"{ordered[model].Name} must score all {vocabulary} tokens, but scores {logits.Length}; the models must share one tokenizer.");
                }
                TensorPrimitives.SoftMax(logits.AsSpan(0, vocabulary), softmax);
                TensorPrimitives.ConvertToHalf(softmax, probabilities.AsSpan((prefix * ordered.Length + model) * vocabulary, vocabulary));
                progress?.Report((model * prefixes.Count + prefix + 1.0) / (prefixes.Count * ordered.Length));
            }
        }
        var array = NpyArray.Of<Half>(probabilities, prefixes.Count, ordered.Length, vocabulary);
        return new NextTokenData(name, [.. ordered.Select(source => source.Name)], prefixes, array, [.. ordered.Select(source => source.Parameters)]);
    }
}

/// <summary>Reads the texts that models are asked to continue.</summary>
public static class PrefixFile
{
    /// <summary>Reads prefixes: from a file whose name ends in .json a list of strings, which may hold line ends; from any other one prefix a line, empty lines
    /// left out.</summary>
    /// <exception cref="InvalidDataException">The file holds no prefix, an empty one, or is not a list of strings.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        string[] prefixes = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? List(path)
            : [.. File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line))];
        if (prefixes.Length == 0) throw new InvalidDataException($"{path} must hold at least one prefix, but holds none.");
        var empty = Array.FindIndex(prefixes, string.IsNullOrEmpty);
        return empty < 0 ? prefixes : throw new InvalidDataException($"Prefix {empty + 1} of {path} must not be empty.");
    }

    private static string[] List(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. document.RootElement.EnumerateArray().Select(item => item.GetString() ?? throw new JsonException("an item is null"))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} must hold a JSON list of strings, but cannot be read as one: {e.Message}", e);
        }
    }
}
