using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Parity;

/// <summary>Figure 9 of the paper: the number of subtasks learned from finite data.</summary>
public static class SubtasksLearnedChart
{
    /// <param name="learned">Columns alpha (the runs'), samples and learned; only rows with a subtask learned.</param>
    /// <param name="published">The published rows beside them; null for none.</param>
    public static Chart Draw(Frame learned, Frame? published = null) => new()
    {
        Height = 2,
        Description = "The number of subtasks learned grows as a power of the data, with exponents close to 1/(1 + alpha).",
        Panels =
        [
            new Panel
            {
                X = Axis.Log("Training samples D"),
                Y = Axis.Log("Subtasks learned n") with { Minimum = 0.8 },
                Colour = ColourScale.Sequential(ColourMap.Viridis) with { Label = "alpha + 1" },
                Marks =
                [
                    new Points(learned, "samples", "learned") { ColourBy = "alpha", Size = 2.5 },
                    .. PublishedMarks.Crosses(published, "samples", "learned", "alpha"),
                    new FittedLine(learned, "samples", "learned") { ColourBy = "alpha", Width = 0.9 },
                ],
            },
            AlphaExponents.Panel(Exponents(learned), published is null ? null : Exponents(published), alpha => 1 / (1 + alpha), "1/(alpha + 1)", 0.9) with
            {
                X = Axis.Linear("Quanta distribution alpha").Over(0, 0.9),
                Y = Axis.Linear("Exponent of n").Over(0.5, 1.02),
            },
        ],
    };

    private static Frame Exponents(Frame learned) => AlphaExponents.Of(learned, "samples", "learned");
}
