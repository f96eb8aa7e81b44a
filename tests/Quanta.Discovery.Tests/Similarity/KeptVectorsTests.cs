using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Tests.Similarity;

public sealed class KeptVectorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(1L << 28), InlineData(64 * 100 * 4L)]
    public void Kept_vectors_are_the_unit_vectors_whatever_the_memory(long memory)
    {
        var gradients = new RandomGradients(150, 100);
        gradients.Row(70).Clear();
        using (var rows = Rows(gradients))
        {
            Assert.Equal([70], new KeptVectors(gradients, memory, threads: 2).Make(rows, SilentObserver.Instance, default));
            rows.Complete();
        }
        var kept = Npy.Read(Path).ToSingle();
        for (var i = 0; i < 150; i++)
        {
            var norm = Math.Sqrt(gradients.Row(i).ToArray().Sum(value => (double)value * value));
            for (var j = 0; j < 100; j++) Expect.Near(i == 70 ? 0 : gradients.Row(i)[j] / norm, kept[i * 100 + j], 1e-6, "one rounding of the norm and one of each entry");
        }
    }

    [Fact]
    public void What_was_kept_before_a_failure_is_not_evaluated_again()
    {
        var gradients = new RandomGradients(200, 50) { FailAfter = 100 };
        void Make()
        {
            using var rows = Rows(gradients);
            new KeptVectors(gradients, 64 * 50 * 4, threads: 1).Make(rows, SilentObserver.Instance, default);
            rows.Complete();
        }
        Assert.ThrowsAny<Exception>(Make);
        (gradients.FailAfter, gradients.Evaluated) = (double.PositiveInfinity, 0);
        Make();
        Assert.Equal(200 - 64, gradients.Evaluated);
        Assert.Equal([200, 50], Npy.Read(Path).Shape.ToArray());
    }

    [Fact]
    public void A_unit_that_does_not_fit_is_refused_with_its_need()
    {
        var gradients = new RandomGradients(10, 1000);
        using var rows = Rows(gradients);
        var refused = Assert.Throws<ArgumentException>(() => new KeptVectors(gradients, 1000, threads: 1).Make(rows, SilentObserver.Instance, default));
        Assert.Contains("Raise --memory", refused.Message, StringComparison.Ordinal);
        PartialArray.Discard(Path);
    }

    private string Path => _folder.File("vectors.npy");

    private SketchRows Rows(RandomGradients gradients) => new(Path, gradients.Count, new SketchOptions { Dimensions = (int)gradients.Length }, "test");
}
