using System.Globalization;
using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Scaling.Observational.Splits;

namespace Quanta.Cli.Observational;

/// <summary>A verb on a part of the models of a table.</summary>
internal abstract class ModelSplitVerb : ModelTableVerb
{
    private const string RatioPrefix = "ratio_";

    [Option("cutoff", MetaValue = "VALUE",
        HelpText = "Fit models whose --cutoff-by is at most this; e.g. 84 for the compute of Llama-2 7B. \"ratio_0.5\" is a share of the range.")]
    public string? Cutoff { get; set; }

    [Option("cutoff-by", MetaValue = "COLUMN",
        HelpText = "Column of --cutoff and --test-top; default: training compute for the former, the target for the latter.")]
    public string? CutoffBy { get; set; }

    [Above(0)]
    [Option("test-top", MetaValue = "N", HelpText = "Predict the N models (below 1: that share) with the greatest values.")]
    public double? TestTop { get; set; }

    [Above(0)]
    [Option("test-random", MetaValue = "N", HelpText = "Predict N random models (below 1: that share).")]
    public double? TestRandom { get; set; }

    [Distinct]
    [Option("test-families", Separator = ',', MetaValue = "NAME,...", HelpText = "Predict these families from the others.")]
    public IEnumerable<string> TestFamilies { get; set; } = [];

    [AnyNumber]
    [Option("split-seed", Default = 42u, HelpText = "Seed of --test-random, as NumPy's RandomState takes it.")]
    public uint SplitSeed { get; set; }

    /// <summary>Which models a law is fitted to.</summary>
    /// <param name="flops">The column of training compute.</param>
    protected ModelSplit ToSplit(string flops)
    {
        var families = TestFamilies.ToList();
        List<ModelSplit> splits = [];
        if (Cutoff is { } cutoff) splits.Add(ToCutoff(cutoff, CutoffBy ?? flops));
        if (TestTop is { } top) splits.Add(new RankSplit(CutoffBy, top));
        if (TestRandom is { } random) splits.Add(new RandomSplit(random, SplitSeed));
        if (families.Count > 0) splits.Add(new FamilySplit(families));
        return splits.Count <= 1
            ? splits.FirstOrDefault() ?? new NoSplit()
            : throw new UsageException("Only one of --cutoff, --test-top, --test-random and --test-families can be given.");
    }

    private static CutoffSplit ToCutoff(string text, string column)
    {
        var isRatio = text.StartsWith(RatioPrefix, StringComparison.Ordinal);
        return double.TryParse(isRatio ? text[RatioPrefix.Length..] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new CutoffSplit(column, value) { IsRatio = isRatio }
            : throw new UsageException($"--cutoff must be a number or ratio_ and a number, but is '{text}'.");
    }
}
