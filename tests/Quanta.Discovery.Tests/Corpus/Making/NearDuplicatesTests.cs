using Quanta.Discovery.Corpus.Making;

namespace Quanta.Discovery.Tests.Corpus.Making;

public class NearDuplicatesTests
{
    [Fact]
    public void The_signature_estimates_the_share_of_common_shingles()
    {
        // 200 words and a copy with every tenth changed: 5 of each 10 shingles survive, so J = 98 / (196 + 196 - 98) or so.
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            var words = CorpusPackerTests.Words(seed, 200).Split(' ');
            var changed = words.Select((word, i) => i % 10 == 9 ? word + "x" : word).ToArray();
            var expected = Jaccard(words, changed);
            var estimate = NearDuplicates.Similarity(NearDuplicates.Signature(string.Join(' ', words)), NearDuplicates.Signature(string.Join(" ", changed)));
            Expect.Near(expected, estimate, 0.24, "four standard errors, 4 sqrt(J (1 - J) / 64)");
        }
    }

    [Fact]
    public void Case_and_punctuation_do_not_matter()
    {
        Assert.Equal(NearDuplicates.Signature("One, two; three four (five) six."), NearDuplicates.Signature("one two THREE four five six"));
    }

    [Fact]
    public void What_was_rejected_is_not_remembered_and_short_texts_work()
    {
        var known = new NearDuplicates(0.8);
        Assert.False(known.IsKnown(""));
        Assert.True(known.IsKnown("  ."));
        Assert.False(known.IsKnown("two words"));
        Assert.True(known.IsKnown("Two words!"));
        Assert.False(known.IsKnown("other words"));
    }

    private static double Jaccard(string[] x, string[] y)
    {
        var (left, right) = (Shingles(x), Shingles(y));
        return (double)left.Intersect(right).Count() / left.Union(right).Count();

        static HashSet<string> Shingles(string[] words) => [.. Enumerable.Range(0, words.Length - 4).Select(i => string.Join(' ', words[i..(i + 5)]))];
    }
}
