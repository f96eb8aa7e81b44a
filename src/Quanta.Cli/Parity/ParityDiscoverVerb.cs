using System.Globalization;
using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Numerics.Products;
using Quanta.ToyModels.Parity.Discovery;
using Quanta.ToyModels.Parity.Storage;

namespace Quanta.Cli.Parity;

/// <summary>quanta parity discover RUN</summary>
[Verb("discover", HelpText = "Cluster single samples' gradients of a trained network and compare with the true subtasks.")]
internal sealed class ParityDiscoverOptions : CommandArguments
{
    [Value(0, MetaName = "RUN", Required = true, HelpText = "The folder of a finished run.")]
    public string Run { get; set; } = "";

    [AtLeast(1)]
    [Option("samples", Default = 48, MetaValue = "N", HelpText = "Samples of each learned subtask.")]
    public int Samples { get; set; }

    [Above(0)]
    [Option("threshold", Default = 0.1, MetaValue = "NATS", HelpText = "Only samples with a smaller loss count, and only subtasks with enough of them.")]
    public double Threshold { get; set; }

    [Distinct]
    [Option("clusterers", Separator = ',', MetaValue = "NAME,...", HelpText = "Clusterers by name; default: spectral,average-linkage.")]
    public IEnumerable<string> Clusterers { get; set; } = [];

    [AnyNumber]
    [Option("seed", Default = 0UL, HelpText = "Seed of the samples and of the clusterers.")]
    public ulong Seed { get; set; }

    [AtLeast(1)]
    [Option("threads", HelpText = "Threads; results do not depend on it. Default: all.")]
    public int? Threads { get; set; }
}

/// <summary>One row for each part of the gradient, clusterer and number of clusters.</summary>
internal static class ParityDiscoverVerb
{
    /// <summary>Prints the comparison as CSV.</summary>
    public static void Execute(ParityDiscoverOptions options, TextWriter output)
    {
        var folder = ParityRunFolder.Open(options.Run);
        if (!folder.IsComplete)
            throw new InvalidDataException($"{options.Run} must hold a finished run, but this one has not finished; `quanta parity train` goes on with it.");
        var weights = folder.Weights();
        string[] clusterers = options.Clusterers.Any() ? [.. options.Clusterers] : ["spectral", "average-linkage"];
        output.WriteLine("part,clusterer,samples,subtasks,clusters,ari_subtask,ari_subtask_and_bits,purity,cosine_within,cosine_between");
        foreach (var part in Enum.GetValues<GradientPart>())
        {
            using var gradients = ParityGradients.Sample(folder.Options, weights,
                new ParityGradientOptions { SamplesPerSubtask = options.Samples, GreatestLoss = options.Threshold, Part = part, Seed = options.Seed });
            foreach (var clusterer in clusterers)
                foreach (var each in new[] { 1, folder.Options.SubsetSize + 1, 1 << folder.Options.SubsetSize })
                    output.WriteLine(Row(part, clusterer, DiscoveryCheck.Run(gradients, MatrixProducts.Default, new DiscoveryCheckOptions
                    {
                        Clusterer = clusterer,
                        ClustersPerSubtask = each,
                        Seed = options.Seed,
                        Threads = options.Threads ?? Environment.ProcessorCount,
                    })));
        }
    }

    private static string Row(GradientPart part, string clusterer, DiscoveryCheckResult r) => string.Create(CultureInfo.InvariantCulture,
        $"{part},{clusterer},{r.Samples},{r.Subtasks},{r.Clusters},{r.AdjustedRandIndex:F3},{r.MechanismRandIndex:F3},{r.Purity:F3},{r.WithinCosine:F3},{r.BetweenCosine:F3}");
}
