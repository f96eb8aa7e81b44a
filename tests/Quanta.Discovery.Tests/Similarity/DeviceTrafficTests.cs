using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;

namespace Quanta.Discovery.Tests.Similarity;

/// <summary>A similarity stays on its device: gradients and activations never come down, only norms, tiles and sketches do, and only sketches go up.</summary>
public class DeviceTrafficTests
{
    private const int Count = 50;

    public static TheoryData<TokenVectorKind, bool, bool> Exact => new()
    {
        { TokenVectorKind.Gradients, false, false }, { TokenVectorKind.Gradients, true, false }, { TokenVectorKind.Gradients, false, true }, { TokenVectorKind.Mlp, false, false }, { TokenVectorKind.Heads, false, true },
    };

    [Theory, MemberData(nameof(Exact))]
    public void Of_an_exact_similarity_norms_and_tiles_come_down(TokenVectorKind kind, bool isAbsolute, bool isSparse)
    {
        var options = new SimilarityOptions { Vectors = kind, Absolute = isAbsolute, SparseThreshold = isSparse ? 7e-3 : null };
        var device = Run(options, memory: 1L << 30);
        Assert.Equal((0, 0), (device.Up, device.Down));
        Assert.Equal(isSparse ? 2 * Count : Count, device.Norms);
        Assert.Equal((isAbsolute ? 2 : 1) * Count * Count, device.Products);
    }

    [Fact]
    public void With_little_memory_more_norms_come_down_and_still_no_gradient()
    {
        var device = Run(new SimilarityOptions(), memory: 2_000_000);
        Assert.Equal((0, 0), (device.Up, device.Down));
        Assert.InRange(device.Norms, Count + 1, 20 * Count);
        Assert.InRange(device.Products, Count * (Count + 1) / 2, Count * Count);
    }

    /// <summary>The moments of the corpus come down once, [layers, H, H], and their roots go up.</summary>
    [Fact]
    public void Of_what_is_read_the_corpus_moments_come_down_and_their_roots_go_up()
    {
        var device = Run(new SimilarityOptions { Vectors = TokenVectorKind.HeadsRead }, memory: 1L << 30);
        var shape = ArchitectureRegistry.ReadConfig(EmbeddedRun.Model.ConfigPath);
        var moments = (long)shape.Layers * shape.HiddenSize * shape.HiddenSize;
        Assert.Equal((moments, moments), (device.Up, device.Down));
        Assert.Equal(Count * Count, device.Products);
    }

    [Theory, InlineData(SketchKind.Count), InlineData(SketchKind.Tensor)]
    public void Of_a_sketched_similarity_the_sketches_come_down_and_go_up_to_be_compared(SketchKind kind)
    {
        const int dimensions = 256, audited = 4, compared = 7;
        var device = Run(new SimilarityOptions { Sketch = new() { Kind = kind, Dimensions = dimensions, AuditedVectors = audited, ComparedVectors = compared } }, memory: 1L << 30);
        Assert.Equal(Count * dimensions, device.Down);
        Assert.Equal((Count + audited + compared) * dimensions, device.Up);
        Assert.Equal(Count * Count + 2 * audited * compared, device.Products);
    }

    private static RecordingDevice Run(SimilarityOptions options, long memory)
    {
        using var run = new EmbeddedRun(selected: Count);
        var device = new RecordingDevice();
        using var model = DecoderModel.Load(EmbeddedRun.Model.Path, device);
        device.Forget();
        using var vectors = TokenVectors.Of(model, run.Documents, run.Predictions, options, new() { Threads = 2 }, CancellationToken.None);
        var files = new SimilarityFiles(run.Scratch("cosine.npy"), options.Absolute ? run.Scratch("absolute.npy") : null, run.Scratch("audit.json"));
        var job = new SimilarityJob(new(vectors, vectors.Count, Treatment: null), files, origin: "test", memory, new Computation { Threads = 2 }, SilentObserver.Instance, CancellationToken.None);
        if (options.Sketch is null) job.Exact();
        else job.Sketched(options.Sketch);
        return device;
    }
}
