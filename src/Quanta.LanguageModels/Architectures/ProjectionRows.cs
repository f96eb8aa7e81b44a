using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>How a family keeps the map to queries, keys and values.</summary>
internal enum ProjectionLayout
{
    /// <summary>As here: for each head of keys the queries that read it, its key, its value.</summary>
    ByHead,

    /// <summary>One tensor: all queries, all keys, all values.</summary>
    Blocks,

    /// <summary>Three tensors: queries, keys, values.</summary>
    Separate,
}

/// <summary>Where the rows of stored projections lie among the rows of <see cref="DecoderPart.Projections"/>.</summary>
internal static class ProjectionRows
{
    /// <summary>For each tensor, the row of each of its outputs; null for the same.</summary>
    public static IReadOnlyList<int[]?> Of(DecoderShape shape, ProjectionLayout layout, bool turnsNeighbours)
    {
        if (layout == ProjectionLayout.ByHead) return [null];
        var group = (shape.Heads / shape.KeyHeads + 2) * shape.HeadSize;
        var queries = Heads(shape, shape.Heads, head => head / (shape.Heads / shape.KeyHeads) * group + head % (shape.Heads / shape.KeyHeads) * shape.HeadSize, turnsNeighbours);
        var keys = Heads(shape, shape.KeyHeads, head => (head + 1) * group - 2 * shape.HeadSize, turnsNeighbours);
        var values = Heads(shape, shape.KeyHeads, head => (head + 1) * group - shape.HeadSize, turnsNeighbours: false);
        return layout == ProjectionLayout.Separate ? [queries, keys, values] : [[.. queries, .. keys, .. values]];
    }

    private static int[] Heads(DecoderShape shape, int heads, Func<int, int> start, bool turnsNeighbours) =>
        [.. from head in Enumerable.Range(0, heads) from i in Enumerable.Range(0, shape.HeadSize) select start(head) + (turnsNeighbours ? Halved(i, shape.RotaryDimensions) : i)];

    /// <summary>The place of a number whose partner stands beside it, when partners stand half the turned part apart.</summary>
    private static int Halved(int i, int turned) => i >= turned ? i : i % 2 * (turned / 2) + i / 2;
}
