using CommandLine;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Emergence.Detection;

namespace Quanta.Cli.Emergence;

/// <summary>A verb that asks the detector; what counts as a jump.</summary>
internal abstract class DetectorVerb : Verb
{
    [Option("decades", Default = 1.0,
        HelpText = "A rise is smooth when its middle eight tenths take at least so many decades of scale, and three gaps between scales.")]
    public double Decades { get; set; }

    [Option("effect", Default = 0.1, HelpText = "The least change and jump that matter, in units of the score.")]
    public double Effect { get; set; }

    [Option("level", Default = 0.05, HelpText = "Level of the tests.")]
    public double Level { get; set; }

    [Option("simulations", Default = 999, MetaValue = "N", HelpText = "Draws behind each p-value.")]
    public int Simulations { get; set; }

    [Option("seed", Default = 0UL, HelpText = "Seed of the draws.")]
    public ulong Seed { get; set; }

    /// <summary>The detector that is asked for.</summary>
    protected DetectorOptions ToDetector()
    {
        Require.That(Simulations >= 19, $"--simulations must be at least 19 for a p-value of 0.05, but is {Simulations}.");
        Require.That(Level is > 0 and < 1, $"--level must be between 0 and 1, but is {Level}.");
        Require.That(Decades > 0, $"--decades must be positive, but is {Decades}.");
        Require.That(Effect >= 0, $"--effect must not be negative, but is {Effect}.");
        return new DetectorOptions
        {
            SmoothDecades = Decades,
            LeastEffect = Effect,
            Level = Level,
            Simulations = Simulations,
            Seed = Seed,
        };
    }
}
