using System.Text;

namespace Quanta.Reporting.Charts;

/// <summary>Widths of text in the chart's font, known without a font: enough to keep labels apart.</summary>
internal static class TextMetrics
{
    /// <summary>The height of a capital letter and the depth of a descender, in units of the font size.</summary>
    public const double Ascent = 0.74, Descent = 0.22, LineHeight = 1.25;

    /// <summary>A script's size, rise and drop, in units of the size of the text it stands on.</summary>
    public const double ScriptSize = 0.7, SuperRise = 0.36, SubDrop = 0.16;

    // Advance widths of U+0020 to U+007E in thousandths of the font size, measured in DejaVu Sans, which is wider than Arial and Helvetica:
    // a label that fits in it fits in those too.
    private static ReadOnlySpan<short> Ascii =>
    [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636,
        636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
        603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635,
        634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
    ];

    public static double Width(Label label, double size) =>
        label.Runs.Sum(run => Width(run.Text, run.Script == Script.Normal ? size : ScriptSize * size));

    public static double Width(string text, double size)
    {
        var thousandths = 0;
        foreach (var rune in text.EnumerateRunes()) thousandths += Advance(rune);
        return thousandths * size / 1000;
    }

    // Outside ASCII: dashes and operators as measured; Latin, Greek and Cyrillic near their mean; the rest (ideographs, emoji) a full em.
    private static int Advance(Rune rune) => rune.Value switch
    {
        >= 0x20 and <= 0x7E => Ascii[rune.Value - 0x20],
        0xB7 => 318,
        0xD7 or 0x2212 => 838,
        >= 0x300 and <= 0x36F => 0,
        < 0x530 => 690,
        >= 0x2010 and <= 0x2015 => rune.Value == 0x2014 ? 1000 : 500,
        >= 0x2018 and <= 0x201F => 518,
        >= 0x2080 and <= 0x209C or >= 0x2070 and <= 0x207F => 401,
        >= 0x2190 and <= 0x23CE => 838,
        _ => 1000,
    };
}
