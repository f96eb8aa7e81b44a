using System.Text.RegularExpressions;

namespace Quanta.LanguageModels.Hub;

/// <summary>One size of the Pythia suite.</summary>
/// <param name="Size">As in its name today, e.g. 70m.</param>
/// <param name="FirstSize">As in its name of 2022, which counted without embeddings, e.g. 19m; null where it is younger.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Width">Its hidden size.</param>
/// <param name="Vocabulary">The rows of its embedding, padding included.</param>
public sealed record PythiaSize(string Size, string? FirstSize, int Layers, int Width, int Vocabulary)
{
    /// <summary>Without the embedding and the output map: a layer has 12 w² weights and 13 w biases and norms, the final norm 2 w.</summary>
    public long NonEmbeddingParameters => Layers * (12L * Width * Width + 13L * Width) + 2L * Width;

    /// <summary>With both.</summary>
    public long Parameters => NonEmbeddingParameters + 2L * Vocabulary * Width;
}

/// <summary>The Pythia suite as it is published: sizes, names old and new, and checkpoints.</summary>
/// <remarks>Names of 2022 (pythia-19m) are those of the first training (-v0), which kept every thousandth step; the models of 2023 also keep steps 0 and 1 to 512 by
/// doubling. Of 160m-v0, 410m-v0 and 1.4b-v0 the steps are rescaled to those of the others, since they were trained on larger batches.</remarks>
public static partial class Pythia
{
    private const string Owner = "EleutherAI/", First = "-v0";
    private const int LastStep = 143_000, Interval = 1000, LastDoubledStep = 512;

    /// <summary>All sizes, ascending.</summary>
    public static IReadOnlyList<PythiaSize> Sizes { get; } =
    [
        new("14m", null, 6, 128, 50_304),
        new("31m", null, 6, 256, 50_304),
        new("70m", "19m", 6, 512, 50_304),
        new("160m", "125m", 12, 768, 50_304),
        new("410m", "350m", 24, 1024, 50_304),
        new("1b", "800m", 16, 2048, 50_304),
        new("1.4b", "1.3b", 24, 2048, 50_304),
        new("2.8b", "2.7b", 32, 2560, 50_304),
        new("6.9b", "6.7b", 32, 4096, 50_432),
        new("12b", "13b", 36, 5120, 50_688),
    ];

    /// <summary>What --models takes.</summary>
    public static IReadOnlyList<string> Families { get; } = ["pythia", "pythia-deduped", "pythia-v0", "pythia-deduped-v0"];

    /// <summary>The models of a family by size: pythia has all sizes, the others those of 2022.</summary>
    /// <exception cref="ArgumentException">There is no such family.</exception>
    public static IReadOnlyList<string> ModelsOf(string family) => Families.Contains(family)
        ? [.. Sizes.Where(size => size.FirstSize is not null || family == Families[0]).Select(size => $"{Owner}pythia-{size.Size}{family["pythia".Length..]}")]
        : throw new ArgumentException($"There is no family of models \"{family}\"; {string.Join(", ", Families)} are known.");

    /// <summary>The hub's name of a model, for a name with or without its owner, old or new: EleutherAI/pythia-70m-v0 for pythia-19m. Null for other models.</summary>
    public static string? NameOf(string name)
    {
        if (Names().Match(name) is not { Success: true } match) return null;
        var (size, deduped, ending) = (match.Groups["size"].Value, match.Groups["deduped"].Value, match.Groups["ending"].Value);
        if (Sizes.Any(each => each.Size == size)) return $"{Owner}pythia-{size}{deduped}{ending}";
        return ending.Length == 0 && Sizes.FirstOrDefault(each => each.FirstSize == size) is { } today ? $"{Owner}pythia-{today.Size}{deduped}{First}" : null;
    }

    /// <summary>The size that a model is of, under any of its names; null for other models.</summary>
    public static PythiaSize? SizeOf(string name) =>
        NameOf(name) is { } known ? Sizes.First(size => size.Size == Names().Match(known).Groups["size"].Value) : null;

    /// <summary>The steps of a model's checkpoints, ascending: 154, or 143 of the first training.</summary>
    /// <param name="name">Any name of a Pythia model.</param>
    /// <exception cref="ArgumentException">It is no Pythia model.</exception>
    public static IReadOnlyList<long> StepsOf(string name)
    {
        var known = NameOf(name) ?? throw new ArgumentException($"{name} is no Pythia model.");
        var late = Enumerable.Range(1, LastStep / Interval).Select(k => (long)k * Interval);
        if (known.EndsWith(First, StringComparison.Ordinal)) return [.. late];
        var doubled = Enumerable.Range(0, 64).Select(k => 1L << k).TakeWhile(step => step <= LastDoubledStep);
        return [0, .. doubled, .. late];
    }

    [GeneratedRegex(@"^(EleutherAI/)?pythia-(?<size>[0-9.]+[mb])(?<deduped>-deduped)?(?<ending>-v0|-seed[1-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
