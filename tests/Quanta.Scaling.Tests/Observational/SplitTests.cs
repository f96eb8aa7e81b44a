using Quanta.Scaling.Observational;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Tests.Observational;

public sealed class SplitTests
{
    private static readonly ModelTable Table = TestTables.Parse("Model,Model Family,x\na,f,3\nb,f,\nc,g,1\nd,g,2\ne,h,3\n");
    private static readonly double[] Scores = [0.5, 0.1, 0.9, 0.3, 0.2];

    [Fact]
    public void Without_a_split_all_are_fitted() => Check(new NoSplit(), "abcde", "");

    [Fact]
    public void A_cutoff_keeps_its_own_value_and_puts_the_unknown_into_the_test() => Check(new CutoffSplit("x", 2), "cd", "abe");

    [Fact]
    public void A_cutoff_may_be_a_share_of_the_range() => Check(new CutoffSplit("x", 0.5) { IsRatio = true }, "cd", "abe");

    [Fact]
    public void A_cutoff_may_be_of_the_target() => Check(new CutoffSplit(null, 0.3), "bde", "ac");

    [Fact]
    public void Ranks_put_the_unknown_first_and_keep_ties_in_order() => Check(new RankSplit("x", 2), "edc", "ba");

    [Fact]
    public void Ranks_may_be_of_the_target_and_limits_shares() => Check(new RankSplit(null, 0.5), "deb", "ca");

    [Fact]
    public void Families_are_held_out_whole() => Check(new FamilySplit(["g"]), "abe", "cd");

    [Fact]
    public void Random_splits_are_those_of_NumPy() =>
        // numpy.random.RandomState(42).permutation(5) is [1, 4, 2, 0, 3].
        Check(new RandomSplit(0.4), "cad", "be");

    [Fact]
    public void A_test_set_must_leave_models()
    {
        Assert.Throws<ArgumentException>(() => new RankSplit("x", 5).Divide(Table, Scores));
        Assert.Throws<ArgumentException>(() => new RandomSplit(-0.1).Divide(Table, Scores));
        Assert.Contains("'q'", Assert.Throws<InvalidDataException>(() => new FamilySplit(["q"]).Divide(Table, Scores)).Message);
    }

    [Fact]
    public void Twisters_shuffle_as_NumPy_and_Python_do()
    {
        // numpy 1.24: RandomState(42).permutation(20); Python 3.11: random.seed(0), random.shuffle(list(range(10))).
        Assert.Equal([0, 17, 15, 1, 8, 5, 11, 3, 18, 16, 13, 2, 9, 19, 4, 12, 7, 10, 14, 6], MersenneTwister.LikeNumPy(42).NumPyPermutation(20));
        int[] items = [.. Enumerable.Range(0, 10)];
        MersenneTwister.LikePython(0).PythonShuffle<int>(items);
        Assert.Equal(PythonOrder, items);
    }

    private static readonly int[] PythonOrder = [7, 8, 1, 5, 3, 4, 2, 0, 9, 6];

    private static void Check(ModelSplit split, string train, string test)
    {
        var rows = split.Divide(Table, Scores);
        Assert.Equal((train, test), (string.Concat(rows.Train.Select(row => Table.Models[row])), string.Concat(rows.Test.Select(row => Table.Models[row]))));
    }
}
