using Quanta.Numerics.Random;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Tests.Parity.Tasks;

public class SubtaskFrequenciesTests
{
    // Values of the functional specification, section 2.3, given to 6 digits.
    [Theory]
    [InlineData(500, 1.4, 0, 0.345126)]
    [InlineData(500, 1.1, 0, 0.191814)]
    [InlineData(500, 1.2, 0, 0.241012)]
    [InlineData(500, 1.5, 0, 0.396357)]
    [InlineData(500, 1.8, 0, 0.533740)]
    [InlineData(400, 1.3, 10, 0.040327)]
    public void Zipf_gives_the_published_first_frequency(int subtasks, double alpha, double offset, double first)
    {
        var p = SubtaskFrequencies.Zipf(subtasks, alpha, offset);
        Expect.Near(first, p[0], 5e-7, "the published digits");
        Expect.Near(1, p.Sum(), 1e-12, "rounding of a sum of a few hundred terms");
    }

    [Fact]
    public void Zipf_gives_the_published_last_frequency_and_second()
    {
        var p = SubtaskFrequencies.Zipf(500, 1.4);
        Expect.Near(0.130778, p[1], 5e-7, "the published digits");
        Expect.Near(5.7467e-5, p[499], 5e-10, "the published digits");
        Expect.Near(2.897492, 1 / p[0], 5e-7, "the normaliser Z, published digits");
    }

    // Rows of the mean test loss, specification section 2.7.
    [Theory]
    [InlineData(500, 1.4, 1_000_000, 999_746)]
    [InlineData(500, 1.1, 1_000_000, 999_744)]
    [InlineData(500, 1.2, 1_000_000, 999_744)]
    [InlineData(500, 1.5, 1_000_000, 999_755)]
    [InlineData(500, 1.8, 1_000_000, 999_752)]
    [InlineData(200, 1.4, 80_000, 79_900)]
    public void Exact_counts_sum_to_the_published_sizes(int subtasks, double alpha, int points, int rows) =>
        Assert.Equal(rows, new SubtaskCounts(SubtaskFrequencies.Zipf(subtasks, alpha)).Exact(points).Sum());

    [Fact]
    public void Multinomial_counts_sum_to_the_size_and_follow_the_frequencies()
    {
        var p = SubtaskFrequencies.Zipf(300, 1.3, 2);
        const int size = 400_000;
        var counts = new SubtaskCounts(p).Multinomial(size, new Philox(3));
        Assert.Equal(size, counts.Sum());
        for (var i = 0; i < p.Length; i++)
            Expect.Near(size * p[i], counts[i], 5 * Math.Sqrt(size * p[i]), "five standard deviations of a binomial count");
    }

    [Fact]
    public void A_draw_takes_the_first_subtask_whose_cumulative_frequency_reaches_it()
    {
        double[] p = [0.1, 0, 0.4, 0.5];
        var random = new Philox(7);
        var expected = new int[4];
        for (var i = 0; i < 5000; i++)
        {
            var u = random.NextDouble();
            expected[u <= 0.1 ? 0 : u <= 0.5 ? 2 : 3]++;
        }
        Assert.Equal(expected, new SubtaskCounts(p).Multinomial(5000, new Philox(7)));
    }

    [Fact]
    public void Frequencies_that_do_not_sum_to_one_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SubtaskCounts([0.5, 0.4]));
        Assert.Throws<ArgumentException>(() => new SubtaskCounts([double.NaN, 0.4]));
        Assert.Throws<ArgumentException>(() => SubtaskFrequencies.Zipf(5, double.NaN));
        Assert.Throws<ArgumentException>(() => SubtaskFrequencies.Zipf(5, 1, -1));
    }
}
