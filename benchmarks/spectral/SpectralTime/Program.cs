// Processor seconds (user and system, compilation included) to cluster an affinity, reading not counted:
// CLUSTERER AFFINITY.npy "10,100,400" RESTARTS THREADS OUT_DIR [SEED]; labels go to OUT_DIR/COUNT.npy. With TWICE set in the environment once more, all code compiled:
// that time goes to a line before.
using System.Globalization;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

var clusterer = Clusterers.Get(args[0]);
using var affinity = Read(args[1]);
int[] counts = [.. args[2].Split(',').Select(count => int.Parse(count, CultureInfo.InvariantCulture))];
var options = new ClustererOptions(counts)
{
    Restarts = int.Parse(args[3], CultureInfo.InvariantCulture),
    Threads = int.Parse(args[4], CultureInfo.InvariantCulture),
    Seed = args.Length > 6 ? ulong.Parse(args[6], CultureInfo.InvariantCulture) : 0,
};
Directory.CreateDirectory(args[5]);

var (result, seconds) = Run();
foreach (var set in result.Clusterings) Npy.Write<int>(Path.Combine(args[5], $"{set.Count}.npy"), set.Labels, set.Labels.Length);
Console.WriteLine(result.Summary);
if (Environment.GetEnvironmentVariable("TWICE") is not null) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compiled_s {Run().Seconds:F2}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"total_s {seconds:F2}"));

(ClusteringResult Result, double Seconds) Run()
{
    var before = Environment.CpuUsage.TotalTime;
    var clustered = clusterer.Cluster(affinity.View, options, MatrixProducts.Default);
    return (clustered, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
}

static Matrix Read(string path)
{
    using var file = Npy.Open(path);
    var matrix = new Matrix((int)file.Shape[0], (int)file.Shape[1]);
    for (var row = 0; row < matrix.Rows; row++) file.ReadRow(row, matrix.Row(row));
    return matrix;
}
