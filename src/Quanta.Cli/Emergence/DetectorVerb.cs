using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Emergence;

namespace Quanta.Cli.Emergence;

/// <summary>A verb that asks the detector; what counts as a jump.</summary>
internal abstract class DetectorVerb : Verb
{
    [Above(0)]
    [Option("decades", Default = 1.0,
        HelpText = "A rise is smooth when its middle eight tenths take at least so many decades of scale, and three gaps between scales.")]
    public double Decades { get; set; }

    [AtLeast(0)]
    [Option("effect", Default = 0.1, HelpText = "The least change and jump that matter, in units of the score.")]
    public double Effect { get; set; }

    [Between(0, 1)]
    [Option("level", Default = 0.05, HelpText = "Level of the tests.")]
    public double Level { get; set; }

    [AtLeast(19)]
    [Option("simulations", Default = 999, MetaValue = "N", HelpText = "Draws behind each p-value; 19 is the least for 0.05.")]
    public int Simulations { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, HelpText = "Seed of the draws.")]
    public ulong Seed { get; set; }

    /// <summary>The detector that is asked for.</summary>
    protected DetectorOptions ToDetector() => new()
    {
        SmoothDecades = Decades,
        LeastEffect = Effect,
        Level = Level,
        Simulations = Simulations,
        Seed = Seed,
    };
}
