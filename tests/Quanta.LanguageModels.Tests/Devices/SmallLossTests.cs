using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Tests.Devices;

/// <summary>Losses and their gradients keep their digits where the model is sure: nothing is subtracted from 1.</summary>
public class SmallLossTests
{
    private const int Vocabulary = 701, Target = 300;

    public static TheoryData<string, int> Decades()
    {
        var data = new TheoryData<string, int>();
        foreach (var device in DeviceRegistry.Available)
            for (var decade = 3; decade <= 30; decade += 3) data.Add(device.Name, decade);
        return data;
    }

    [Theory, MemberData(nameof(Decades))]
    public void A_gradient_has_float32_precision_at_any_loss(string device, int decade)
    {
        using var box = new Sandbox(DeviceRegistry.Find(device));
        var values = Logits(box, decade);
        var (loss, expected) = Oracle(values);
        Assert.InRange(loss, Math.Pow(10, -decade - 2), Math.Pow(10, -decade + 2));

        var gradient = box.Of(1, Vocabulary, values);
        box.Operations.CrossEntropyGradient([Target], cap: 0, scale: 1, gradient, losses: default);
        Near(expected, box.Values(gradient));

        var (scaled, losses) = (box.Of(1, Vocabulary, values), box.Empty(1, 1));
        box.Operations.CrossEntropyGradient([Target], cap: 0, 0.25f, scaled, losses);
        Near([.. expected.Select(entry => 0.25 * entry)], box.Values(scaled));
        Expect.Near(loss, box.Values(losses)[0], 1e-6 * loss, "float64 sums of float32 exponentials of relative error 1e-7");
    }

    /// <summary>The losses of a whole vocabulary, tile by tile: the unembedding holds the logits themselves.</summary>
    [Theory, MemberData(nameof(Decades))]
    public void A_loss_has_float32_precision_at_any_size(string device, int decade)
    {
        using var box = new Sandbox(DeviceRegistry.Find(device));
        var values = Logits(box, decade);
        var (losses, targets) = (box.Empty(2, 1), new[] { Target, Target + 1 });
        box.Operations.CrossEntropy(box.Of(2, 1, [1, 1]), new(box.Of(Vocabulary, 1, values), default, Cap: 0), targets, losses);
        var actual = box.Values(losses);
        Expect.Near(Oracle(values).Loss, actual[0], 1e-6 * Oracle(values).Loss, "float64 sums of float32 exponentials of relative error 1e-7");
        Assert.True(actual[1] > 1, "another target than the one the model is sure of");
    }

    [Fact]
    public void A_vocabulary_of_one_token_is_no_choice()
    {
        foreach (var device in DeviceRegistry.Available)
        {
            using var box = new Sandbox(device);
            var (logits, losses) = (box.Of(1, 1, [3.5f]), box.Empty(1, 1));
            box.Operations.CrossEntropy(box.Of(1, 1, [2]), new(box.Of(1, 1, [1]), default, Cap: 0), [0], losses);
            box.Operations.CrossEntropyGradient([0], cap: 0, scale: 1, logits, losses: default);
            Assert.Equal((0f, 0f), (box.Values(losses)[0], Math.Abs(box.Values(logits)[0])));
        }
    }

    [Theory, InlineData(0), InlineData(Target)]
    public void NaN_is_seen_wherever_it_stands(int place)
    {
        foreach (var device in DeviceRegistry.Available)
        {
            using var box = new Sandbox(device);
            var values = Logits(box, 6);
            values[place] = float.NaN;
            var (logits, losses) = (box.Of(1, Vocabulary, values), box.Empty(1, 1));
            box.Operations.CrossEntropyGradient([Target], cap: 0, 1, logits, losses);
            Assert.True(float.IsNaN(box.Values(losses)[0]) && float.IsNaN(box.Values(logits)[Target]));
        }
    }

    /// <summary>Random logits, the target's so far above them that the loss is about 10^-decade.</summary>
    private static float[] Logits(Sandbox box, int decade)
    {
        var values = box.Values(box.Random(1, Vocabulary, 2));
        values[Target] = (float)(decade * Math.Log(10) + Math.Log(Vocabulary) + 2);
        return values;
    }

    /// <summary>Loss and gradient in float64, from the sum over the others.</summary>
    private static (double Loss, double[] Gradient) Oracle(float[] logits)
    {
        var powers = logits.Select(logit => Math.Exp((double)logit - logits[Target])).ToArray();
        var others = powers.Where((_, v) => v != Target).Sum();
        var gradient = powers.Select((power, v) => v == Target ? -others / (1 + others) : power / (1 + others)).ToArray();
        return (others < 1e-5 ? others - others * others / 2 + others * others * others / 3 : Math.Log(1 + others), gradient);
    }

    private static void Near(double[] expected, float[] actual)
    {
        for (var v = 0; v < actual.Length; v++)
            Expect.Near(expected[v], actual[v], 1e-6 * Math.Abs(expected[v]), "an exponential of relative error 1e-7, its argument's rounding and two products in float32");
    }
}
