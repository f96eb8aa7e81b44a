using Quanta.LanguageModels.Tokenization.Models;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Tests.Tokenization.Models;

/// <summary>Both ways of merging against the definition: merge the leftmost pair of lowest rank until none is left.</summary>
public class BytePairMergerTests
{
    private const int Letters = 3;

    [Fact]
    public void Scan_and_queue_agree_with_the_definition_on_random_tables_and_words()
    {
        var random = new Philox(seed: 7);
        for (var trial = 0; trial < 100; trial++)
        {
            var ranks = RandomMerges(random, 1 + random.NextInt32(40));
            var table = new MergeTable([.. ranks.Select(merge => (merge.Left, merge.Right, merge.Merged))]);
            foreach (var length in (int[])[0, 1, 2, 3, 17, 63, 64, 65, 100])
            {
                var word = Enumerable.Range(0, length).Select(_ => random.NextInt32(Letters)).ToArray();
                var expected = Naive(ranks, word);
                Assert.Equal(expected, Merged(word, tokens => BytePairMerger.MergeByScan(table, tokens)));
                Assert.Equal(expected, Merged(word, tokens => BytePairMerger.MergeByQueue(table, tokens)));
                Assert.Equal(expected, Merged(word, tokens => BytePairMerger.Merge(table, tokens)));
            }
        }
    }

    [Fact]
    public void An_empty_table_merges_nothing()
    {
        var table = new MergeTable([]);
        Assert.Equal([0, 0, 0], Merged([0, 0, 0], tokens => BytePairMerger.MergeByScan(table, tokens)));
        Assert.Equal([0, 0, 0], Merged([0, 0, 0], tokens => BytePairMerger.MergeByQueue(table, tokens)));
    }

    [Fact]
    public void A_pair_named_twice_has_its_later_rank()
    {
        var table = new MergeTable([(0, 1, 3), (1, 2, 4), (0, 1, 3)]);
        Assert.Equal([0, 4], Merged([0, 1, 2], tokens => BytePairMerger.Merge(table, tokens)));
    }

    [Fact]
    public void A_very_long_word_is_merged_in_good_time()
    {
        var table = new MergeTable([.. Enumerable.Range(0, 18).Select(power => (power, power, power + 1))]);
        Assert.Equal([18], Merged(new int[1 << 18], tokens => BytePairMerger.Merge(table, tokens)));
    }

    private static int[] Merged(int[] word, Func<int[], int> merge)
    {
        int[] tokens = [.. word];
        return tokens[..merge(tokens)];
    }

    private static List<(int Left, int Right, int Merged)> RandomMerges(Philox random, int count)
    {
        var merges = new List<(int Left, int Right, int Merged)>();
        for (var next = Letters; merges.Count < count; next++)
        {
            var (left, right) = (random.NextInt32(next), random.NextInt32(next));
            if (!merges.Exists(merge => (merge.Left, merge.Right) == (left, right))) merges.Add((left, right, next));
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(merges));
        return merges;
    }

    private static List<int> Naive(List<(int Left, int Right, int Merged)> merges, int[] word)
    {
        var tokens = word.ToList();
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var at = Enumerable.Range(0, Math.Max(0, tokens.Count - 1)).FirstOrDefault(i => (tokens[i], tokens[i + 1]) == (merges[rank].Left, merges[rank].Right), -1);
            if (at < 0) continue;
            tokens[at] = merges[rank].Merged;
            tokens.RemoveAt(at + 1);
            rank = -1;
        }
        return tokens;
    }
}
