using System.Globalization;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Similarity;

namespace Quanta.Cli.Options;

/// <summary>Reads what is compared: a name, or a sum of names with weights.</summary>
internal static class SimilaritySum
{
    private static readonly (string Name, TokenVectorKind Kind)[] Names =
    [
        ("gradients", TokenVectorKind.Gradients), ("mlp", TokenVectorKind.Mlp), ("heads", TokenVectorKind.Heads), ("heads-read", TokenVectorKind.HeadsRead), ("reads", TokenVectorKind.Reads),
        ("activations", TokenVectorKind.Mlp),
    ];

    /// <summary>Reads "heads", "heads+reads" or "0.4*heads+0.2*gradients".</summary>
    public static IReadOnlyList<WeightedVectors> Parse(string text) => [.. text.Split('+', StringSplitOptions.TrimEntries).Select(term => Term(term, text))];

    private static WeightedVectors Term(string term, string text)
    {
        var parts = term.Split('*', StringSplitOptions.TrimEntries);
        var weight = 1.0;
        Require.That(parts.Length <= 2 && (parts.Length == 1 || double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out weight)),
            $"--similarity must be a name, or a sum such as 0.4*heads+0.4*reads+0.2*gradients, but it is {text}.");
        var found = Names.Where(name => name.Name.Equals(parts[^1], StringComparison.OrdinalIgnoreCase)).ToList();
        Require.That(found.Count > 0, $"--similarity knows gradients, mlp, heads, heads-read and reads, but it is {text}.");
        return new(found[0].Kind, weight);
    }
}
