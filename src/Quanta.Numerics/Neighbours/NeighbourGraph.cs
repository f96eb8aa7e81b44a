namespace Quanta.Numerics.Neighbours;

/// <summary>The nearest other vectors of each vector by cosine.</summary>
/// <param name="Count">n.</param>
/// <param name="Width">k: places a vector.</param>
/// <param name="Indices">[n, k]: of each vector its neighbours by falling cosine, of equals the lowest first; <see cref="None"/> where it has fewer.</param>
/// <param name="Cosines">[n, k]: their cosines, in [-1, 1]; 0 where there is no neighbour.</param>
/// <remarks>A vector of zeros has no neighbours and is nobody's.</remarks>
public sealed record NeighbourGraph(int Count, int Width, int[] Indices, float[] Cosines)
{
    /// <summary>In the place of a neighbour: there is none.</summary>
    public const int None = -1;

    /// <summary>The neighbours of a vector, nearest first: k, or all there are.</summary>
    public ReadOnlySpan<int> NeighboursOf(int vector) => Indices.AsSpan(vector * Width, CountOf(vector));

    /// <summary>Their cosines.</summary>
    public ReadOnlySpan<float> CosinesOf(int vector) => Cosines.AsSpan(vector * Width, CountOf(vector));

    /// <summary>How many neighbours a vector has.</summary>
    public int CountOf(int vector)
    {
        var places = Indices.AsSpan(vector * Width, Width);
        return places.IndexOf(None) is >= 0 and var end ? end : Width;
    }

    /// <summary>The vectors that have no neighbour, ascending: those of zeros, and one that is alone.</summary>
    public int[] WithoutNeighbours() => [.. Enumerable.Range(0, Count).Where(i => CountOf(i) == 0)];

    /// <summary>Fails unless this is a graph as described.</summary>
    /// <exception cref="ArgumentException">A shape, an index, a cosine or an order is wrong; the message names the first place at fault.</exception>
    public void Validate()
    {
        var places = (long)Count * Width;
        if (Count < 1 || Width < 1 || Indices.Length != places || Cosines.Length != places)
            throw new ArgumentException($"A graph of {Count} vectors with {Width} places has {places} indices and cosines, but there are {Indices.Length} and {Cosines.Length}.");
        for (var i = 0; i < Count; i++)
            if (Fault(i) is { } fault) throw new ArgumentException($"The neighbours of vector {i} are no list of neighbours: {fault}.");
    }

    private string? Fault(int vector)
    {
        var neighbours = NeighboursOf(vector);
        var cosines = CosinesOf(vector);
        for (var place = 0; place < neighbours.Length; place++)
        {
            if (neighbours[place] < 0 || neighbours[place] >= Count || neighbours[place] == vector) return $"place {place} names vector {neighbours[place]} of {Count}";
            if (!(Math.Abs(cosines[place]) <= 1)) return $"the cosine at place {place} is {cosines[place]}";
            if (place > 0 && !(cosines[place] <= cosines[place - 1])) return $"the cosine at place {place} is greater than the one before";
        }
        return neighbours.ToArray().Distinct().Count() == neighbours.Length ? null : "a vector is named twice";
    }
}
