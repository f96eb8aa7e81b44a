// Compares the matrix products of this machine: a Markdown table to standard output, progress to standard error.
// Usage: [rounds] [part of a workload's name]
using System.Globalization;
using Quanta.Numerics.Products;
using Quanta.Products.Benchmarks;

const int leastRounds = 5;
var rounds = args.Length > 0 ? Math.Max(leastRounds, int.Parse(args[0], CultureInfo.InvariantCulture)) : leastRounds;
var part = args.Length > 1 ? args[1] : "";
var products = MatrixProducts.Available.Where(product => product is not NaiveProduct).ToList();

Console.WriteLine($"""
    # Matrix products

    GFLOP/s (medians of {rounds} rounds, all products in each round in turn) and ratios of medians; above 1 the managed product is faster.
    Sizes are M x N x K; A Aᵀ counts half the operations. Made by `benchmarks/products/run.sh`.

    {string.Join('\n', MachineDescription.Lines())}

    """);
Console.WriteLine($"| product | threads | {string.Join(" | ", products.Select(product => product.Name))} |{string.Concat(products.Skip(1).Select(product => $" ratio to {product.Name} |"))}");
Console.WriteLine($"| --- | ---: |{string.Concat(Enumerable.Repeat(" ---: |", 2 * products.Count - 1))}");
foreach (var workload in Workload.All.Where(workload => workload.ToString().Contains(part, StringComparison.Ordinal)))
{
    foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
    {
        Console.Error.WriteLine($"{workload}, {threads} threads");
        using var prepared = workload.Prepare(products, threads);
        var seconds = Measurement.MedianSeconds(prepared.Actions, rounds);
        var rates = seconds.Select(time => $"{workload.Operations / time / 1e9:F1}");
        var ratios = seconds.Skip(1).Select(time => $" {time / seconds[0]:F2} |");
        Console.WriteLine($"| {workload} | {threads} | {string.Join(" | ", rates)} |{string.Concat(ratios)}");
    }
}
