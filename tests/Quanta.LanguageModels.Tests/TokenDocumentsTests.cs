namespace Quanta.LanguageModels.Tests;

public class TokenDocumentsTests
{
    private static readonly TokenDocuments Documents = new(Enumerable.Range(0, 10).ToArray(), [0, 0, 1, 5, 5, 6, 9, 10]);

    [Fact]
    public void Predictions_are_numbered_through_the_documents()
    {
        Assert.Equal(7, Documents.Count);
        Assert.Equal(3 + 2, Documents.PredictionCount);
        Assert.Equal([0, 0, 0, 3, 3, 3, 5], Enumerable.Range(0, 7).Select(Documents.PredictionOffset));
        Assert.Equal([(2, 0), (2, 1), (2, 2), (5, 0), (5, 1)], Enumerable.Range(0, 5).Select(p => Documents.Locate(p)));
        Assert.Equal([6, 7, 8], Documents[5].ToArray());
    }

    [Theory, InlineData(-1), InlineData(5)]
    public void A_prediction_outside_is_an_error(long prediction) => Assert.Throws<ArgumentOutOfRangeException>(() => Documents.Locate(prediction));

    [Theory, InlineData(), InlineData(0L), InlineData(1L, 10L), InlineData(0L, 9L), InlineData(0L, 7L, 6L, 10L)]
    public void Offsets_that_do_not_fit_are_an_error(params long[] offsets) => Assert.Throws<ArgumentException>(() => new TokenDocuments(new int[10], offsets));

    [Fact]
    public void No_documents_have_no_predictions() => Assert.Equal(0, new TokenDocuments(Array.Empty<int>(), [0]).PredictionCount);
}
