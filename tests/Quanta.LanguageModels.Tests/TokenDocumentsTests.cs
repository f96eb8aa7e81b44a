using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Tests;

public class TokenDocumentsTests
{
    // Documents of 3, 0, 1, 4 and 0 tokens: 2, 0, 0, 3 and 0 predictions.
    private static readonly TokenDocuments Sample = new(new[] { 10, 11, 12, 20, 30, 31, 32, 33 }, [0, 3, 3, 4, 8, 8]);

    [Fact]
    public void Documents_without_a_second_token_have_no_predictions()
    {
        Assert.Equal(5, Sample.PredictionCount);
        Assert.Equal([0L, 2, 2, 2, 5, 5], Enumerable.Range(0, 6).Select(Sample.PredictionOffset));
    }

    [Theory]
    [InlineData(0, 0, 0, 11)]
    [InlineData(1, 0, 1, 12)]
    [InlineData(2, 3, 0, 31)]
    [InlineData(4, 3, 2, 33)]
    public void A_prediction_index_leads_to_its_target(long prediction, int document, int index, int target)
    {
        Assert.Equal((document, index), Sample.Locate(prediction));
        Assert.Equal(target, Sample[document][index + 1]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void An_index_outside_the_corpus_is_refused(long prediction) =>
        Assert.Contains("5 predictions", Assert.Throws<ArgumentOutOfRangeException>(() => Sample.Locate(prediction)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_prediction_of_random_documents_is_found_again()
    {
        var random = new Philox(4);
        long[] offsets = [0, .. Enumerable.Range(0, 200).Select(_ => (long)random.NextInt32(5)).Scan()];
        var documents = new TokenDocuments(new int[offsets[^1]], offsets);
        var expected = from d in Enumerable.Range(0, 200) from r in Enumerable.Range(0, Math.Max(documents.TokenCount(d) - 1, 0)) select (d, r);
        Assert.Equal(expected, Enumerable.Range(0, (int)documents.PredictionCount).Select(g => documents.Locate(g)));
    }

    [Fact]
    public void A_slice_numbers_its_predictions_anew()
    {
        var slice = Sample.Slice(2, 2);
        Assert.Equal(3, slice.PredictionCount);
        Assert.Equal([20, 30, 31, 32, 33], slice.Tokens);
        Assert.Equal((1, 0), slice.Locate(0));
    }

    [Fact]
    public void Offsets_that_do_not_ascend_are_refused() =>
        Assert.Throws<ArgumentException>(() => new TokenDocuments(new int[4], [0, 3, 2, 4]));
}

internal static class Sequences
{
    /// <summary>Running sums.</summary>
    public static IEnumerable<long> Scan(this IEnumerable<long> terms)
    {
        var sum = 0L;
        foreach (var term in terms) yield return sum += term;
    }
}
