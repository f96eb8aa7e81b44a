using Quanta.Discovery.Selection;
using Quanta.LanguageModels;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests.Selection;

public class InducibleTokensTests
{
    [Fact]
    public void The_end_of_a_repeated_trigram_is_inducible()
    {
        int[] tokens = [1, 2, 3, 9, 1, 2, 3, 1, 2, 4];
        Assert.Equal([false, false, false, false, false, true, false, false, false], Mark(tokens));
    }

    [Fact]
    public void A_run_of_one_token_is_inducible_from_its_fourth() =>
        Assert.Equal([false, false, true, true], Mark([7, 7, 7, 7, 7]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Short_documents_have_none(int length) => Assert.DoesNotContain(true, Mark(new int[length]));

    /// <summary>In windows of 4 tokens, each 2 further on, the second 1 2 3 is predicted from 1 2 alone, or from what its window holds besides.</summary>
    [Theory]
    [InlineData(4, 2, false)]
    [InlineData(6, 1, true)]
    [InlineData(5, 5, false)]
    [InlineData(7, 7, true)]
    public void A_trigram_before_the_window_cannot_be_copied(int window, int stride, bool isInducible)
    {
        int[] tokens = [1, 2, 3, 9, 1, 2, 3];
        var inducible = new bool[tokens.Length - 1];
        InducibleTokens.Mark(tokens, inducible, new ContextWindows(window, stride));
        Assert.Equal(isInducible, inducible[^1]);
    }

    [Fact]
    public void Windows_agree_with_the_definition_on_what_each_reads()
    {
        var random = new Philox(9);
        foreach (var (window, stride) in new[] { (8, 1), (8, 3), (8, 8), (50, 7) })
        {
            var documents = TokenDocuments.FromOne(Enumerable.Range(0, 120).Select(_ => random.NextInt32(3)).ToArray()).Read(new ContextWindows(window, stride));
            var actual = new bool[119];
            InducibleTokens.Mark(documents[0], actual, documents.Windows);
            for (var c = 0; c < documents.ContextCount; c++)
            {
                var context = documents.Context(c);
                var expected = Mark(documents.TokensOf(c).ToArray());
                for (var i = 0; i < context.Scored; i++) Assert.Equal(expected[context.FirstScored + i], actual[context.FirstPrediction + i]);
            }
        }
    }

    [Fact]
    public void Random_documents_agree_with_the_definition()
    {
        var random = new Philox(8);
        for (var round = 0; round < 50; round++)
        {
            var tokens = Enumerable.Range(0, random.NextInt32(60)).Select(_ => random.NextInt32(3)).ToArray();
            Assert.Equal(ByDefinition(tokens), Mark(tokens));
        }
    }

    private static bool[] Mark(int[] tokens)
    {
        var inducible = new bool[Math.Max(tokens.Length - 1, 0)];
        InducibleTokens.Mark(tokens, inducible);
        return inducible;
    }

    private static IEnumerable<bool> ByDefinition(int[] tokens) =>
        Enumerable.Range(0, Math.Max(tokens.Length - 1, 0)).Select(r =>
            Enumerable.Range(2, Math.Max(r - 1, 0)).Any(j => (tokens[j - 2], tokens[j - 1], tokens[j]) == (tokens[r - 1], tokens[r], tokens[r + 1])));
}
