using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.ToyModels.Parity.Theory;

namespace Quanta.Cli.Parity;

/// <summary>quanta parity theory</summary>
[Verb("theory", HelpText = "The quantization model's predicted exponents, and its closed forms checked against exact sums.")]
internal sealed class ParityTheoryOptions : CommandArguments
{
    [Above(0)]
    [Option("alpha", Separator = ',', HelpText = "Values of the paper's alpha (the Zipf exponent less 1), e.g. 0.4,0.6,1.0.")]
    public IEnumerable<double> Alphas { get; set; } = [];
}

/// <summary>Prints the theory's exponents and the checks of its laws.</summary>
internal static class ParityTheoryVerb
{
    public static void Execute(ParityTheoryOptions options, TextWriter output)
    {
        var theory = new TheoryOptions();
        if (options.Alphas.Any()) theory = theory with { Alphas = [.. options.Alphas] };
        var report = TheoryReport.Compute(theory);
        output.WriteLine("alpha    alpha_N  alpha_S  alpha_D  compute  n(D)");
        foreach (var e in report.Exponents)
            output.WriteLine(FormattableString.Invariant($"{e.Alpha,-8:0.###} {e.Parameters,-8:F4} {e.Steps,-8:F4} {e.Data,-8:F4} {e.Compute,-8:F4} {e.SkillsLearned:F4}"));
        output.WriteLine();
        output.WriteLine("law               alpha    at             exact            closed form      ratio");
        foreach (var c in report.Checks)
            output.WriteLine(FormattableString.Invariant($"{c.Law,-17} {c.Alpha,-8:0.###} {c.At,-14:G6} {c.Exact,-16:G9} {c.ClosedForm,-16:G9} {c.Ratio:F8}"));
    }
}
