using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Tests.Parity.Training;

public class EarlyStoppingTests
{
    [Theory]
    [InlineData(500, 9000)]
    [InlineData(50, 4500)]
    public void Ever_rising_losses_stop_at_the_published_step(int logEvery, long stop) => Assert.Equal(stop, FirstStop(logEvery, i => i));

    [Fact]
    public void Equal_and_falling_losses_never_stop()
    {
        Assert.Null(FirstStop(500, _ => 1));
        Assert.Null(FirstStop(500, i => -i));
        Assert.Null(FirstStop(500, _ => double.NaN));
    }

    [Fact]
    public void One_better_loss_starts_the_ten_anew() => Assert.Equal(8000 + 10 * 500, FirstStop(500, i => i == 16 ? -1 : i));

    private static long? FirstStop(int logEvery, Func<int, double> loss)
    {
        List<long> steps = [];
        List<double> losses = [];
        for (var i = 0; i < 200; i++)
        {
            steps.Add(i * logEvery);
            losses.Add(loss(i));
            if (EarlyStopping.ShouldStop(steps, losses)) return steps[^1];
        }
        return null;
    }
}
