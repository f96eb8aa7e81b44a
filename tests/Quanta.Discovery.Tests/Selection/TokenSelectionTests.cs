using Quanta.Discovery.Selection;
using Quanta.LanguageModels;

namespace Quanta.Discovery.Tests.Selection;

public class TokenSelectionTests
{
    private static readonly TokenDocuments Documents = TokenDocuments.OfEqualLengths(Enumerable.Range(0, 101).ToArray(), 1, 101);

    [Fact]
    public void The_default_stride_spreads_the_count_over_the_corpus()
    {
        var result = TokenSelection.Select(Documents, new float[100], new SelectionOptions { Count = 8 });
        Assert.Equal(12, result.Report.Stride);
        Assert.Equal([0L, 12, 24, 36, 48, 60, 72, 84], result.Predictions);
    }

    [Fact]
    public void A_given_stride_takes_a_prefix_as_published()
    {
        var result = TokenSelection.Select(Documents, new float[100], new SelectionOptions { Count = 3, Stride = 5 });
        Assert.Equal([0L, 5, 10], result.Predictions);
    }

    [Fact]
    public void A_loss_at_the_threshold_or_not_a_number_is_not_low()
    {
        var losses = Enumerable.Repeat(1f, 100).ToArray();
        (losses[3], losses[4], losses[5]) = (0.09f, float.NaN, 0.1f);
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
