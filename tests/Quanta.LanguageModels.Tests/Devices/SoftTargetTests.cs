using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Tests.Devices;

/// <summary>The gradient of a cross-entropy against softmax(z / T), held fixed, by the logits.</summary>
public class SoftTargetTests
{
    public static TheoryData<string, double, float, double> Cases()
    {
        var data = new TheoryData<string, double, float, double>();
        foreach (var device in DeviceRegistry.Available)
            foreach (var temperature in new[] { 0.1, 2, 4, 1000 })
                foreach (var cap in new[] { 0f, 5f })
                    foreach (var scale in new[] { 1e-3, 1, 30.0 }) data.Add(device.Name, temperature, cap, scale);
        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_gradient_is_that_of_differences(string name, double temperature, float cap, double scale)
    {
        const int vocabulary = 12;
        var device = DeviceRegistry.Find(name);
        using var operations = device.CreateOperations();
        using var buffer = device.Allocate(2 * vocabulary);
        var random = new Philox(3);
        float[] logits = [.. Enumerable.Range(0, 2 * vocabulary).Select(_ => (float)(scale * random.NextGaussian()))];
        device.Upload(logits, buffer.View(0, 2, vocabulary));
        operations.SoftTargetGradient(temperature, cap, buffer.View(0, 2, vocabulary));
        var found = new float[2 * vocabulary];
        device.Download(buffer.View(0, 2, vocabulary), found);
        for (var row = 0; row < 2; row++)
        {
            double[] z = [.. logits.Skip(row * vocabulary).Take(vocabulary).Select(x => (double)x)];
            var target = Softmax([.. Capped(z, cap).Select(x => x / temperature)]);
            for (var v = 0; v < vocabulary; v++)
            {
                const double step = 1e-5;
                double At(double move)
                {
                    double[] moved = [.. z];
                    moved[v] += move;
                    return -Softmax(Capped(moved, cap)).Zip(target, (p, q) => q * Math.Log(p)).Sum();
                }
                Expect.Near((At(step) - At(-step)) / (2 * step), found[row * vocabulary + v], 1e-6, "central differences in float64 err by step^2 and 1e-16 / step; one rounding to float32");
            }
        }
    }

    [Theory, MemberData(nameof(DeviceCases.All), MemberType = typeof(DeviceCases))]
    public void Logits_out_of_reach_of_an_exponential_give_no_NaN(string name)
    {
        var device = DeviceRegistry.Find(name);
        using var operations = device.CreateOperations();
        using var buffer = device.Allocate(3);
        device.Upload([1e30f, -1e30f, 0], buffer.View(0, 1, 3));
        operations.SoftTargetGradient(4, cap: 0, buffer.View(0, 1, 3));
        var found = new float[3];
        device.Download(buffer.View(0, 1, 3), found);
        Assert.Equal([0, 0, 0], found);
    }

    private static double[] Capped(double[] logits, float cap) => cap > 0 ? [.. logits.Select(z => cap * Math.Tanh(z / cap))] : logits;

    private static double[] Softmax(double[] logits)
    {
        var largest = logits.Max();
        var sum = logits.Sum(z => Math.Exp(z - largest));
        return [.. logits.Select(z => Math.Max(double.Epsilon, Math.Exp(z - largest) / sum))];
    }
}
