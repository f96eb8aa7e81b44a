using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Tests.Devices;
using Quanta.Numerics.Optimisation;

namespace Quanta.LanguageModels.Tests.Training;

/// <summary>Training's operations: each device against the plain one, and the plain one against finite differences.</summary>
public class TrainingOperationTests
{
    private static readonly int[] Sizes = [1, 2, 7, 8, 9, 31, 100];

    public static TheoryData<string> Devices => DeviceCases.Fast;

    [Theory, MemberData(nameof(Devices))]
    public void Cross_entropy_with_gradient(string device) => Check(device, 2e-6, (box, rows, columns) =>
    {
        var (logits, losses) = (box.Random(rows, columns, 3), box.Empty(rows, 1));
        box.Operations.CrossEntropyGradient([.. Enumerable.Range(0, rows).Select(row => row * 3 % columns)], cap: 0, 0.5f, logits, losses);
        return [logits, losses];
    });

    [Theory, MemberData(nameof(Devices))]
    public void Sums_and_squares(string device) => Check(device, 1e-6, (box, rows, columns) =>
    {
        var (sum, addend) = (box.Random(rows, columns), box.Random(rows, columns));
        box.Operations.Add(addend, sum);
        return [sum, box.Of(1, 1, [(float)box.Operations.SumOfSquares(addend)])];
    });

    [Theory, MemberData(nameof(Devices))]
    public void AdamW_step(string device) => Check(device, 1e-6, (box, rows, columns) =>
    {
        var (gradient, parameter, first, second) = (box.Random(rows, columns), box.Random(rows, columns), box.Random(rows, columns), box.Random(rows, columns, 0.1f, 1));
        box.Operations.UpdateAdamW(new AdamW(1e-2, 0.1) { Beta2 = 0.95 }.At(7), 0.3f, gradient, parameter, first, second);
        return [parameter, first, second];
    });

    [Fact]
    public void The_gradient_of_cross_entropy_is_the_slope_of_its_loss()
    {
        using var box = new Sandbox(DeviceCases.Oracle);
        var values = box.Values(box.Random(1, 6, 2));
        float Loss(float[] logits, DeviceMatrix row)
        {
            var loss = box.Empty(1, 1);
            box.Device.Upload(logits, row);
            box.Operations.CrossEntropyGradient([4], cap: 0, 2, row, loss);
            return box.Values(loss)[0];
        }
        var gradient = box.Empty(1, 6);
        Loss(values, gradient);
        for (var v = 0; v < values.Length; v++)
        {
            var slope = FiniteDifference.Derivative(step => Loss([.. values.Select((value, i) => i == v ? value + (float)step : value)], box.Empty(1, 6)));
            Expect.Near(2 * slope, box.Values(gradient)[v], 2e-5, "differences of losses of order 1, rounded to 6e-8, twice");
        }
    }

    private static void Check(string device, double tolerance, Func<Sandbox, int, int, DeviceMatrix[]> run)
    {
        foreach (var rows in Sizes)
        {
            foreach (var columns in Sizes)
            {
                using var tested = new Sandbox(DeviceRegistry.Find(device));
                using var oracle = new Sandbox(DeviceCases.Oracle);
                foreach (var (expected, actual) in run(oracle, rows, columns).Zip(run(tested, rows, columns)))
                    Compare.Near(oracle.Values(expected), tested.Values(actual), tolerance, "float32 results of the same formula");
            }
        }
    }
}
