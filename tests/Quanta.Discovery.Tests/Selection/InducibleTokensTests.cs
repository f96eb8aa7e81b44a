using Quanta.Discovery.Selection;
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
