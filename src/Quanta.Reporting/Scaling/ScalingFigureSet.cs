using System.Globalization;
using Quanta.Reporting.Charts;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;

namespace Quanta.Reporting.Scaling;

/// <summary>One of the paper's figures, drawn from losses.</summary>
/// <param name="Name">The name of its files, e.g. "figure-3".</param>
/// <param name="Chart">The picture, with what it is drawn from as its caption.</param>
public sealed record ScalingFigure(string Name, Chart Chart);

/// <summary>Figures 3, 11, 4 and 12 of the paper from a table of losses; figure 15 is <see cref="SimilarityFigure"/>.</summary>
public static class ScalingFigureSet
{
    // The published bins are 1000 on [0, 18] bits over sizes, and 3000 on [0, 30] over steps, for each of 143 checkpoints. They are right for 10^7 losses:
    // for fewer, bins are wider, so that each has some four hundred and scatters by 5 %; over steps, 24 checkpoints of 750 bins look the same in a
    // smaller file.
    private const int SizeBits = 18, StepBits = 30, MostSteps = 24, LossesPerBin = 400;
    private static readonly int[] SizeBins = [1000, 500, 250, 125, 100, 50], StepBins = [750, 500, 300, 150, 100, 60];
    private const int MostDrawn = 4;

    /// <summary>Figure 3 from a summary over models.</summary>
    /// <param name="summary">Over parameters.</param>
    /// <param name="fitTo">The greatest size that the law is fitted to; larger models are drawn grey.</param>
    public static ScalingFigure OverModels(LossSummary summary, double fitTo = double.PositiveInfinity)
    {
        var means = Frame.Of(("parameters", summary.Scale.Values), ("loss", summary.MeanBits));
        var data = new LossScalingData(
            means.Where("parameters", n => n <= fitTo), means.Where("parameters", n => n > fitTo),
            DensityFrames.Of(summary, Enumerable.Range(0, summary.Scale.Count), BinsFor(summary, SizeBins), SizeBits, "place", column => column + 1),
            summary.Scale.Count);
        return Captioned("figure-3", LossScalingChart.Draw(data), summary, "models");
    }

    /// <summary>Figure 11 from summaries over the checkpoints of each model.</summary>
    /// <param name="summaries">At least one; distributions are drawn of the last.</param>
    /// <param name="fitFrom">The least step that laws are fitted to.</param>
    /// <param name="fitTo">The greatest one.</param>
    public static ScalingFigure OverSteps(IReadOnlyList<LossSummary> summaries, double fitFrom = 0, double fitTo = double.PositiveInfinity)
    {
        var drawn = summaries[^1];
        var means = Frame.Of(("step", [.. summaries.SelectMany(summary => summary.Scale.Values)]),
            ("loss", [.. summaries.SelectMany(summary => summary.MeanBits)]))
            .With("model", [.. summaries.SelectMany(summary => summary.Columns.Select(column => column.Model))]);
        var fits = summaries
            .Select(summary => (summary.Columns[0].Model, Law: summary.FitMeans(fitFrom, fitTo),
                Steps: summary.Scale.Values.Where(step => step >= fitFrom && step <= fitTo).ToList()))
            .Where(fit => fit.Law.Points > 1)
            .ToList();
        var laws = fits.Select(fit => (Mark)LossDynamicsChart.Law(fit.Law.At, fit.Steps[0], fit.Steps[^1]));
        var steps = Spread(drawn.Scale.Count, MostSteps);
        var densities = DensityFrames.Of(drawn, steps, BinsFor(drawn, StepBins), StepBits, "step", column => drawn.Scale.Values[column]);
        var exponents = string.Join(", ", fits.Select(fit => $"{Numeral.ExponentOf(fit.Law, 3)} for {fit.Model}"));
        return Captioned("figure-11", LossDynamicsChart.Draw(new LossDynamicsData(means, [.. laws], densities, drawn.Columns[0].Model)), drawn,
            $"checkpoints of {drawn.Columns[0].Model}, whose distributions are drawn"
            + (fits.Count > 0 ? $". Dotted: means as powers of the step, with exponents {exponents}" : ""));
    }

    /// <summary>Figure 4, one monogenic and one polygenic token, and figure 12, more of both; without tokens of a kind, what there is.</summary>
    /// <param name="table">The losses.</param>
    /// <param name="summary">Over models of the table.</param>
    /// <param name="nameOf">A token's name for its global prediction index.</param>
    public static IReadOnlyList<ScalingFigure> Tokens(ILossTable table, LossSummary summary, Func<long, string> nameOf)
    {
        // The tokens that fall latest come first: a fall between the first two models may be any token's.
        var monogenic = Enumerable.Range(0, summary.Scale.Count).Reverse()
            .SelectMany(column => summary.Kinds.MonogenicAt(column).Indices.Take(MostDrawn)).ToList();
        var polygenic = summary.Slopes?.Polygenic.Indices ?? [];
        var more = MostDrawn / 2;
        ScalingFigure?[] figures =
        [
            OfTokens("figure-4", [.. monogenic.Take(1)], [.. polygenic.Take(1)]),
            OfTokens("figure-12", [.. monogenic.Skip(1).Take(more)], [.. polygenic.Skip(1).Take(more)]),
        ];
        return [.. figures.OfType<ScalingFigure>()];

        ScalingFigure? OfTokens(string name, long[] falling, long[] steady)
        {
            if (falling.Length + steady.Length == 0) return null;
            var chart = TokenCurvesChart.Draw(Curves(table, summary, [.. falling, .. steady], nameOf), Label.Literal);
            return Captioned(name, chart, summary, $"models; {falling.Length} monogenic, then {steady.Length} polygenic");
        }
    }

    private static Frame Curves(ILossTable table, LossSummary summary, IReadOnlyList<long> tokens, Func<long, string> nameOf)
    {
        var selected = table.WithColumns(summary.Scale.Columns);
        var losses = new float[summary.Scale.Count];
        var rows = new List<(string Token, double Parameters, double Loss)>();
        foreach (var token in tokens)
        {
            selected.ReadColumns(token, 1, losses);
            for (var column = 0; column < losses.Length; column++)
                rows.Add((nameOf(token), summary.Scale.Values[column], losses[column] * LossSummary.BitsPerNat));
        }
        return Frame.Of(("parameters", [.. rows.Select(row => row.Parameters)]), ("loss", [.. rows.Select(row => row.Loss)]))
            .With("token", [.. rows.Select(row => row.Token)]);
    }

    private static ScalingFigure Captioned(string name, Chart chart, LossSummary summary, string columns) => new(name, chart with
    {
        Caption = Label.Literal(string.Create(
            CultureInfo.InvariantCulture, $"{summary.Means.Predictions:N0} predictions under {summary.Scale.Count} {columns}.")),
    });

    private static int BinsFor(LossSummary summary, int[] choices) =>
        choices.FirstOrDefault(bins => bins <= summary.Means.Predictions / LossesPerBin, choices[^1]);

    private static IEnumerable<int> Spread(int count, int most) =>
        count <= most ? Enumerable.Range(0, count) : Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)));
}

/// <summary>Distributions of losses as frames.</summary>
internal static class DensityFrames
{
    /// <summary>Columns KEY, loss (bits, the bins' centres), density, integrand and model; bins without losses are left out.</summary>
    /// <param name="summary">What was counted.</param>
    /// <param name="columns">Which of its columns.</param>
    /// <param name="bins">Equal bins from 0.</param>
    /// <param name="bits">The last bin's end.</param>
    /// <param name="key">The name of the column that tells distributions apart.</param>
    /// <param name="keyOf">Its value.</param>
    public static Frame Of(LossSummary summary, IEnumerable<int> columns, int bins, int bits, string key, Func<int, double> keyOf)
    {
        var rows = columns.SelectMany(column => summary.Histogram.Density(column, bins, bits).Index().Where(bin => bin.Item > 0)
            .Select(bin => (Column: column, Loss: (bin.Index + 0.5) * bits / bins, Density: bin.Item))).ToList();
        return Frame.Of(
                (key, [.. rows.Select(row => keyOf(row.Column))]),
                ("loss", [.. rows.Select(row => Rounded(row.Loss))]),
                ("density", [.. rows.Select(row => Rounded(row.Density))]),
                ("integrand", [.. rows.Select(row => Rounded(row.Loss * row.Density))]))
            .With("model", [.. rows.Select(row => summary.Columns[row.Column].Model)]);
    }

    // Six digits are more than a picture shows, and keep its table readable.
    private static double Rounded(double value) => Math.Round(value, 6);
}
