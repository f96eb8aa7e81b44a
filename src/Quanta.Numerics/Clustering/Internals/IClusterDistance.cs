using System.Numerics;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>The Lance-Williams update: the distances of a merged cluster from those of its two parts.</summary>
internal interface IClusterDistance
{
    /// <param name="first">Distances of one part.</param>
    /// <param name="second">Distances of the other.</param>
    /// <param name="share">The share of the first part in the points of both.</param>
    static abstract Vector<float> Join(Vector<float> first, Vector<float> second, float share);

    /// <summary>The same for one distance.</summary>
    static abstract float Join(float first, float second, float share);
}

/// <summary>The mean distance of pairs; not below the smaller of the two by rounding, which could send a nearest-neighbour chain round in
/// circles.</summary>
internal readonly struct AverageDistance : IClusterDistance
{
    public static Vector<float> Join(Vector<float> first, Vector<float> second, float share) =>
        Vector.Max(Vector.Min(first, second), share * first + (1 - share) * second);

    public static float Join(float first, float second, float share) => MathF.Max(MathF.Min(first, second), share * first + (1 - share) * second);
}

/// <summary>The largest distance of pairs.</summary>
internal readonly struct CompleteDistance : IClusterDistance
{
    public static Vector<float> Join(Vector<float> first, Vector<float> second, float share) => Vector.Max(first, second);

    public static float Join(float first, float second, float share) => MathF.Max(first, second);
}
