using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Forms;
using Quanta.Scaling.Tables;

namespace Quanta.Cli.Scaling;

/// <summary>A verb on a table of measurements: which of its columns are what.</summary>
internal abstract class FitColumnsVerb : Verb
{
    [Option('x', MetaValue = "COLUMN", HelpText = "The sizes, for forms of one size.")]
    public string? X { get; set; }

    [Option("params", MetaValue = "COLUMN", HelpText = "The numbers of parameters.")]
    public string? Parameters { get; set; }

    [Option("tokens", MetaValue = "COLUMN", HelpText = "The numbers of training tokens.")]
    public string? Tokens { get; set; }

    [Option("flops", MetaValue = "COLUMN", HelpText = "Training FLOP: without --tokens, tokens are FLOP / (6 parameters).")]
    public string? Flops { get; set; }

    [Option('y', MetaValue = "COLUMN", HelpText = "What was measured.")]
    public string? Y { get; set; }

    [Option("loss", MetaValue = "COLUMN", HelpText = "The same as --y.")]
    public string? Loss { get; set; }

    [Option("weights", MetaValue = "COLUMN", HelpText = "How much each point counts; default: all the same.")]
    public string? Weights { get; set; }

    [AtLeast(0)]
    [Option("drop-highest", MetaValue = "N", HelpText = "Leave out the N rows of the highest measurements.")]
    public int DropHighest { get; set; }

    /// <summary>The columns that a form needs.</summary>
    /// <exception cref="UsageException">One is missing, or there are too many.</exception>
    protected FitColumns ToColumns(IScalingForm form)
    {
        Require.That(Y is null || Loss is null, "--y and --loss name the same column: give one of them.");
        var measured = Require.Option(Y ?? Loss, "--y", "the column of what was measured (or --loss)");
        string[] sizes = form.Inputs.Count == 1 ? [OneSize(form)] : TwoSizes();
        var flops = sizes.Length < form.Inputs.Count ? Flops : null;
        return new FitColumns { Sizes = sizes, Flops = flops, Measured = measured, Weights = Weights, DropHighest = DropHighest };
    }

    private string[] TwoSizes()
    {
        var parameters = Require.Option(Parameters, "--params", "the column of the numbers of parameters");
        if (Tokens is not null) return [parameters, Tokens];
        Require.That(
            Flops is not null, "--tokens is required: the column of the numbers of training tokens; or --flops, from which they are taken as FLOP / (6 "
            + "parameters).");
        return [parameters];
    }

    private string OneSize(IScalingForm form)
    {
        string[] named = [.. new[] { X, Parameters, Tokens, Flops }.OfType<string>()];
        return named is [var one]
            ? one
            : throw new UsageException(
                $"The form '{form.Name}' takes one column of sizes, by --x, --params, --tokens or --flops, but {named.Length} were named.");
    }
}
