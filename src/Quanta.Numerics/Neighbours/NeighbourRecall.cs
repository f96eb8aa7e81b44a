using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Neighbours;

/// <summary>How many of the nearest neighbours a graph has, measured against the exact ones of a random sample of vectors.</summary>
/// <param name="Sampled">Vectors that were compared with all others.</param>
/// <param name="Mean">Of their neighbours the share that is at least as near as the k-th nearest: 1 where none is missed.</param>
/// <param name="Least">The least of a vector.</param>
/// <param name="MeanOfTen">The share that is at least as near as the tenth nearest, of ten.</param>
/// <param name="OfClear">Of the clear neighbours of all of them, those whose cosine lies five standard deviations above a vector's mean cosine, the share that
/// was found; 1 where there are none. The others are hardly nearer than chance makes some of many vectors, which no partition finds and no cluster
/// needs.</param>
public sealed record NeighbourRecall(int Sampled, double Mean, double Least, double MeanOfTen, double OfClear)
{
    private const int Ten = 10;

    /// <summary>Of 100,000 independent cosines the greatest lies some 4.3 standard deviations above the mean, of a million some 4.8.</summary>
    private const double ClearDeviations = 5;

    /// <summary>Measures a graph.</summary>
    /// <param name="graph">Whose recall.</param>
    /// <param name="vectors">[n, d]: its vectors.</param>
    /// <param name="sample">Vectors to compare with all others, at most n.</param>
    /// <param name="seed">Names the sample.</param>
    /// <param name="product">Multiplies.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    public static NeighbourRecall Measure(
        NeighbourGraph graph, IVectorRows vectors, int sample, ulong seed, IMatrixProduct product, int threads = 1, CancellationToken cancellation = default)
    {
        int[] all = [.. Enumerable.Range(0, graph.Count)];
        new Philox(seed, StreamPurpose.RecallSample.Stream()).Shuffle<int>(all);
        int[] chosen = [.. all.Take(sample).Order()];
        var (sums, squares) = (new double[chosen.Length], new double[chosen.Length]);
        var exact = ExactNeighbours.FindOf(vectors, chosen, new(graph.Width) { Threads = threads }, product, Add, cancellation);
        double[] Recalls(int most) => [.. Enumerable.Range(0, chosen.Length).Where(i => exact.CountOf(i) > 0).Select(i => Recall(graph, chosen[i], exact, i, most))];
        var (whole, ten) = (Recalls(graph.Width), Recalls(Ten));
        var (found, clear) = (0, 0);
        for (var i = 0; i < chosen.Length; i++)
        {
            var mean = sums[i] / graph.Count;
            var limit = mean + ClearDeviations * Math.Sqrt(Math.Max(0, squares[i] / graph.Count - mean * mean));
            clear += CountFrom(exact.CosinesOf(i), limit);
            found += CountFrom(graph.CosinesOf(chosen[i]), limit);
        }
        return new(chosen.Length, whole.DefaultIfEmpty(1).Average(), whole.DefaultIfEmpty(1).Min(), ten.DefaultIfEmpty(1).Average(), clear == 0 ? 1 : (double)found / clear);

        void Add(int place, ReadOnlySpan<float> cosines)
        {
            foreach (var cosine in cosines) (sums[place], squares[place]) = (sums[place] + cosine, squares[place] + (double)cosine * cosine);
        }
    }

    private static int CountFrom(ReadOnlySpan<float> cosines, double limit)
    {
        var count = 0;
        while (count < cosines.Length && cosines[count] >= limit) count++;
        return count;
    }

    private static double Recall(NeighbourGraph graph, int vector, NeighbourGraph exact, int row, int most)
    {
        var wanted = Math.Min(most, exact.CountOf(row));
        var limit = exact.CosinesOf(row)[wanted - 1];
        var found = 0;
        foreach (var cosine in graph.CosinesOf(vector))
            if (cosine >= limit) found++;
        return (double)Math.Min(found, wanted) / wanted;
    }
}
