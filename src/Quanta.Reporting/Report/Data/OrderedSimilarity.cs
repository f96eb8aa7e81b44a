using Quanta.Discovery.Clusters;
using Quanta.Formats.Numpy;

namespace Quanta.Reporting.Report;

/// <summary>A similarity matrix with its rows and columns ordered by cluster, the largest first, shrunk to block means.</summary>
/// <param name="Points">n, the size of the matrix.</param>
/// <param name="Blocks">B: how many blocks stand side by side.</param>
/// <param name="Means">[B, B], row-major: the mean over each block; the diagonal of the matrix counts.</param>
/// <param name="WithinClusters">[clusters]: the mean over pairs of different members; NaN for a cluster of one.</param>
internal sealed record OrderedSimilarity(int Points, int Blocks, double[] Means, double[] WithinClusters)
{
    /// <summary>Reads a matrix row by row, so that only the blocks are held.</summary>
    /// <param name="path">float32 [n, n] as .npy.</param>
    /// <param name="clusters">Of n points.</param>
    /// <param name="mostBlocks">B at most.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <exception cref="InvalidDataException">The matrix has another size.</exception>
    public static OrderedSimilarity Read(string path, Clustering clusters, int mostBlocks, CancellationToken cancellation)
    {
        using var file = Npy.Open(path);
        var (clusterOf, order) = Order(clusters);
        var points = order.Length;
        if (file.Shape is not [var rows, var columns] || rows != points || columns != points)
            throw new InvalidDataException($"{path} must be a matrix of {points} × {points} to go with the clusters, but its shape is ({string.Join(", ", file.Shape)}).");
        var blocks = Math.Min(points, mostBlocks);
        var blockOf = new int[points];
        for (var place = 0; place < points; place++) blockOf[order[place]] = (int)((long)place * blocks / points);
        var (sums, within, row) = (new double[blocks * blocks], new double[clusters.Count], new float[points]);
        for (var i = 0; i < points; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            file.ReadRow(i, row);
            AddRow(row, blockOf, sums.AsSpan(blockOf[i] * blocks, blocks));
            foreach (var member in clusters.Members(clusterOf[i]))
                if (member != i) within[clusterOf[i]] += row[member];
        }
        return new OrderedSimilarity(points, blocks, Divide(sums, blockOf, blocks), MeansOfPairs(within, clusters));
    }

    private static void AddRow(float[] row, int[] blockOf, Span<double> sums)
    {
        for (var j = 0; j < row.Length; j++) sums[blockOf[j]] += row[j];
    }

    private static (int[] ClusterOf, int[] Order) Order(Clustering clusters)
    {
        var order = Enumerable.Range(0, clusters.Count).SelectMany(rank => clusters.Members(rank)).ToArray();
        var clusterOf = new int[order.Length];
        for (var rank = 0; rank < clusters.Count; rank++)
            foreach (var member in clusters.Members(rank)) clusterOf[member] = rank;
        return (clusterOf, order);
    }

    private static double[] Divide(double[] sums, int[] blockOf, int blocks)
    {
        var sizes = new int[blocks];
        foreach (var block in blockOf) sizes[block]++;
        return [.. sums.Select((sum, i) => sum / ((double)sizes[i / blocks] * sizes[i % blocks]))];
    }

    private static double[] MeansOfPairs(double[] sums, Clustering clusters) =>
        [.. sums.Select((sum, rank) => clusters.Members(rank).Count is > 1 and var size ? sum / ((double)size * (size - 1)) : double.NaN)];
}
