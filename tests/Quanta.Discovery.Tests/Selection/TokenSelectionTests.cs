using Quanta.Discovery.Selection;
using Quanta.LanguageModels;

namespace Quanta.Discovery.Tests.Selection;

public class TokenSelectionTests
{
    private static readonly TokenDocuments Documents = TokenDocuments.OfEqualLengths(Enumerable.Range(0, 101).ToArray(), 1, 101);

    [Fact]
    public void The_default_spreads_the_count_over_the_whole_corpus()
    {
        var result = TokenSelection.Select(Documents, new float[100], new SelectionOptions { Count = 8 });
        Assert.Equal(12.5, result.Report.Stride);
        Assert.Equal([0L, 12, 25, 37, 50, 62, 75, 87], result.Predictions);
    }

    /// <summary>One less than twice as many as wanted: a whole stride of 1 would take the first half of the corpus.</summary>
    [Theory, InlineData(1999, 1000), InlineData(100, 99), InlineData(57, 100), InlineData(1, 1)]
    public void The_selection_reaches_the_end_of_the_corpus(int kept, int count)
    {
        var documents = TokenDocuments.OfEqualLengths(Enumerable.Range(0, kept + 1).ToArray(), 1, kept + 1);
        var chosen = TokenSelection.Select(documents, new float[kept], new SelectionOptions { Count = count }).Predictions;
        Assert.Equal(Math.Min(kept, count), chosen.Distinct().Count());
        Assert.Equal(chosen.Order(), chosen);
        Assert.True(chosen[^1] >= kept - 2, $"the last of {kept} that was taken is {chosen[^1]}");
    }

    [Fact]
    public void A_given_stride_takes_a_prefix_as_published()
    {
        var result = TokenSelection.Select(Documents, new float[100], new SelectionOptions { Count = 3, Stride = 5 });
        Assert.Equal([0L, 5, 10], result.Predictions);
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void Losses_that_are_not_finite_are_refused_and_counted(float bad)
    {
        var losses = Enumerable.Repeat(1f, 100).ToArray();
        (losses[40], losses[41]) = (bad, bad);
        var problem = Assert.Throws<InvalidDataException>(() => TokenSelection.Select(Documents, losses, new SelectionOptions()));
        Assert.Contains("2 of 100 losses are not finite, the first that of prediction 40", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_at_the_threshold_is_not_low()
    {
        var losses = Enumerable.Repeat(1f, 100).ToArray();
        (losses[3], losses[5]) = (0.09f, 0.1f);
        Assert.Equal([3L], TokenSelection.Select(Documents, losses, new SelectionOptions { ThresholdNats = (double)0.1f }).Predictions);
    }

    [Fact]
    public void Inducible_tokens_are_dropped_and_counted()
    {
        var documents = TokenDocuments.OfEqualLengths(new[] { 7, 7, 7, 7, 7 }, 1, 5);
        var dropped = TokenSelection.Select(documents, new float[4], new SelectionOptions());
        Assert.Equal([0L, 1], dropped.Predictions);
        Assert.Equal((4L, 2L, 2L, 2L), (dropped.Report.BelowThreshold, dropped.Report.Inducible, dropped.Report.BelowThresholdAndInducible, dropped.Report.Kept));
        Assert.Equal([0L, 1, 2, 3], TokenSelection.Select(documents, new float[4], new SelectionOptions { DropInducible = false }).Predictions);
    }

    [Fact]
    public void Nothing_selected_is_a_result()
    {
        var result = TokenSelection.Select(Documents, Enumerable.Repeat(1f, 100).ToArray(), new SelectionOptions());
        Assert.Empty(result.Predictions);
        Assert.Equal((0, 0), (result.Report.Documents, result.Report.MostInOneDocument));
    }

    [Fact]
    public void Losses_of_another_corpus_are_refused() =>
        Assert.Contains("99 losses", Assert.Throws<ArgumentException>(() => TokenSelection.Select(Documents, new float[99], new SelectionOptions())).Message, StringComparison.Ordinal);
}
