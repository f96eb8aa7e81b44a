namespace Quanta.Numerics.Clustering;

/// <summary>Labels as the numbers of clusters.</summary>
public static class ClusterLabels
{
    /// <summary>Renumbers clusters by size: 0 is the largest; of equals, the one that appears first.</summary>
    /// <param name="labels">[n], any integers.</param>
    /// <returns>[n], 0 to (number of distinct labels) - 1.</returns>
    public static int[] RankBySize(ReadOnlySpan<int> labels)
    {
        var sizes = new Dictionary<int, int>();
        var order = new List<int>();
        foreach (var label in labels)
        {
            if (!sizes.TryGetValue(label, out var size)) order.Add(label);
            sizes[label] = size + 1;
        }
        var rank = order.OrderByDescending(label => sizes[label]).Select((label, index) => (label, index))
            .ToDictionary(pair => pair.label, pair => pair.index);
        var ranked = new int[labels.Length];
        for (var i = 0; i < labels.Length; i++) ranked[i] = rank[labels[i]];
        return ranked;
    }

    /// <summary>How many points carry each label.</summary>
    /// <param name="labels">[n], each at least 0.</param>
    /// <returns>[largest label + 1].</returns>
    public static int[] Sizes(ReadOnlySpan<int> labels)
    {
        var sizes = new List<int>();
        foreach (var label in labels)
        {
            if (label < 0) throw new ArgumentException($"Cluster labels must be at least 0, but one is {label}.", nameof(labels));
            while (sizes.Count <= label) sizes.Add(0);
            sizes[label]++;
        }
        return [.. sizes];
    }
}
