using Quanta.Numerics.Random;
using Quanta.Scaling.Observational;

namespace Quanta.Scaling.Tests.Observational;

public sealed class ComponentTests
{
    private const string Rounding = "double arithmetic on values of order 1";

    private static double[][] Random(int rows, int columns, ulong seed)
    {
        var random = new Philox(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => 0.5 + 0.1 * random.NextGaussian()).ToArray())];
    }

    [Fact]
    public void All_components_together_give_a_row_back_and_explain_everything()
    {
        var rows = Random(20, 5, 1);
        var pca = PrincipalComponents.Of(rows, 5);
        Expect.Near(1, pca.Explained.Sum(), 1e-12, Rounding);
        foreach (var row in rows)
        {
            var back = pca.Back(pca.Transform(row));
            for (var j = 0; j < row.Length; j++) Expect.Near(row[j], back[j], 1e-12, Rounding);
        }
    }

    [Fact]
    public void Directions_are_orthonormal_ordered_and_oriented()
    {
        var pca = PrincipalComponents.Of(Random(30, 6, 2), 6);
        for (var a = 0; a < 6; a++)
        {
            for (var b = 0; b < 6; b++) Expect.Near(a == b ? 1 : 0, pca.Directions[a].Zip(pca.Directions[b], (x, y) => x * y).Sum(), 1e-12, Rounding);
            Assert.True(pca.Directions[a].MaxBy(Math.Abs) > 0);
            if (a > 0) Assert.True(pca.Explained[a] <= pca.Explained[a - 1]);
        }
    }

    [Fact]
    public void Scores_on_one_line_are_imputed_exactly()
    {
        double[][] rows = [.. Enumerable.Range(0, 12).Select(i => new[] { 0.1 + 0.05 * i, 0.2 + 0.02 * i, 0.9 - 0.03 * i })];
        var (truth, also) = (rows[4][1], rows[7][2]);
        (rows[4][1], rows[7][2]) = (double.NaN, double.NaN);
        var (fitted, filled) = PcaImputation.Fit(rows, ["a", "b", "c"], new ImputationOptions());
        Expect.Near(truth, filled[4][1], 1e-9, "the iteration stops when no score moves by 1e-12 of a deviation, and contracts by a third a step");
        Expect.Near(also, filled[7][2], 1e-9, "as above");
        var unseen = fitted.Fill([[0.35, double.NaN, double.NaN]])[0];
        Expect.Near(0.3, unseen[1], 1e-3, "the standardisation is of the known scores, so a gap shifts the line by a little");
        Expect.Near(0.75, unseen[2], 1e-3, "as above");
    }

    [Fact]
    public void Imputed_scores_stay_in_range_and_constant_columns_do_no_harm()
    {
        double[][] rows = [[0.9, 0.5, 0.9], [0.95, 0.5, 0.99], [0.99, 0.5, double.NaN], [0.2, 0.5, 0.1]];
        var filled = PcaImputation.Fit(rows, ["a", "b", "c"], new ImputationOptions()).Filled;
        Assert.True(filled[2][2] is > 0.9 and <= 1);
        Assert.Equal(0.5, filled[2][1], 12);
    }

    [Fact]
    public void A_benchmark_without_scores_is_named()
    {
        var message = Assert.Throws<InvalidDataException>(() => PcaImputation.Fit([[0.1, double.NaN], [0.2, double.NaN]], ["A", "B"], new ImputationOptions())).Message;
        Assert.Contains("'B' must have a score", message);
    }

    [Fact]
    public void More_components_than_models_are_refused() =>
        Assert.Contains("there are 2 models", Assert.Throws<ArgumentException>(() => PrincipalComponents.Of(Random(2, 5, 3), 3)).Message);

    [Fact]
    public void Missing_scores_are_refused_by_components() =>
        Assert.Contains("impute them first", Assert.Throws<ArgumentException>(() => PrincipalComponents.Of([[0.1, double.NaN], [0.3, 0.4], [0.2, 0.1]], 1)).Message);
}
