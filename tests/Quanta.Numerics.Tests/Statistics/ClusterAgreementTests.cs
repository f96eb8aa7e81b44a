using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;
using Quanta.Numerics.Tests.Clustering;

namespace Quanta.Numerics.Tests.Statistics;

public class ClusterAgreementTests
{
    private const string SameFormula = "the same formula in float64";

    [Fact]
    public void Measures_equal_those_of_scikit_learn()
    {
        foreach (var reference in References.Section("agreement"))
        {
            var (first, second) = (reference.Integers("first"), reference.Integers("second"));
            Expect.Near(reference.Number("ari"), ClusterAgreement.AdjustedRandIndex(first, second), 1e-12, SameFormula);
            Expect.Near(reference.Number("nmi"), ClusterAgreement.NormalizedMutualInformation(first, second), 1e-12, SameFormula);
            Expect.Near(reference.Number("ami"), ClusterAgreement.AdjustedMutualInformation(first, second), 1e-9,
                SameFormula + ", but for its gamma functions");
        }
    }

    [Fact]
    public void A_case_by_hand()
    {
        int[] first = [0, 0, 1, 1], second = [0, 0, 1, 2];
        Expect.Near(4.0 / 7, ClusterAgreement.AdjustedRandIndex(first, second), 1e-15,
            "1 pair in both, 2 and 1 in each of 6: (1 - 1/3) / (3/2 - 1/3)");
        Expect.Near(0.8, ClusterAgreement.NormalizedMutualInformation(first, second), 1e-15, "information ln 2, entropies ln 2 and 1.5 ln 2");
    }

    [Fact]
    public void Measures_do_not_depend_on_names_or_order_and_are_symmetric()
    {
        var random = new Philox(3);
        for (var trial = 0; trial < 20; trial++)
        {
            var n = 1 + random.NextInt32(60);
            var first = Enumerable.Range(0, n).Select(_ => random.NextInt32(6)).ToArray();
            var second = Enumerable.Range(0, n).Select(_ => random.NextInt32(4)).ToArray();
            var order = Enumerable.Range(0, n).ToArray();
            random.Shuffle<int>(order);
            var (firstAgain, secondAgain) = (order.Select(i => -7 * first[i]).ToArray(), order.Select(i => 100 + second[i]).ToArray());
            foreach (var measure in new Measure[] { ClusterAgreement.AdjustedRandIndex, ClusterAgreement.NormalizedMutualInformation,
                ClusterAgreement.AdjustedMutualInformation })
            {
                var value = measure(first, second);
                Expect.Near(value, measure(secondAgain, firstAgain), 1e-12, "sums in another order");
                if (first.Distinct().Count() < n)
                    Expect.Near(1, measure(first, [.. first.Select(label => label + 5)]), 1e-12, "a partition agrees with itself");
            }
        }
    }

    [Fact]
    public void Labellings_of_different_lengths_are_refused() =>
        Assert.Contains(
            "2 and 3 labels",
            Assert.Throws<ArgumentException>(() => ClusterAgreement.AdjustedRandIndex([0, 1], [0, 1, 2])).Message,
            StringComparison.Ordinal);

    private delegate double Measure(ReadOnlySpan<int> first, ReadOnlySpan<int> second);
}
