using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;

namespace Quanta.Discovery.Tests.Similarity;

public class ModelMemoryTests
{
    private const long Gigabyte = 1_000_000_000;
    private const int LastPosition = 1022;

    public static TheoryData<int, double, bool> Cases()
    {
        var data = new TheoryData<int, double, bool>();
        foreach (var threads in new[] { 1, 2, 16, 64 })
            foreach (var (memory, isSmall) in new[] { (0.5, true), (2.0, true), (8.0, true), (8.0, false), (100.0, false) }) data.Add(threads, memory, isSmall);
        return data;
    }

    /// <summary>Sixteen threads with 8 GB or less made every similarity fail.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Weights_workers_and_the_rest_are_the_limit_and_most_is_left_for_the_rest(int threads, double gigabytes, bool isSmall)
    {
        var (config, limit) = (isSmall ? Pythia70M : Pythia410M, (long)(gigabytes * Gigabyte));
        var memory = ModelMemory.For(Wide(config), ParameterSet.Published(config), LastPosition, new Computation { Threads = threads, MemoryBytes = limit });
        var workspaces = memory.Options.Threads * memory.Options.WorkspaceBytes;
        Assert.Equal(limit, memory.WeightBytes + workspaces + memory.FreeBytes);
        Assert.InRange(memory.Options.Threads, 1, threads);
        Assert.True(memory.FreeBytes >= (limit - memory.WeightBytes) / 2, $"{memory} leaves less than half");
    }

    [Fact]
    public void Where_memory_is_short_activations_are_computed_again_before_threads_stand_still()
    {
        var parameters = ParameterSet.Published(Pythia410M);
        ModelMemory For(double gigabytes) => ModelMemory.For(Wide(Pythia410M), parameters, LastPosition, new Computation { Threads = 4, MemoryBytes = (long)(gigabytes * Gigabyte) });
        Assert.Equal((4, false), (For(60).Options.Threads, For(60).Options.Recompute));
        Assert.Equal((4, true), (For(8).Options.Threads, For(8).Options.Recompute));
    }

    /// <summary>Gradients of 11.3 billion entries: 45 GB each, more than a span can address.</summary>
    [Fact]
    public void A_sketch_of_12b_and_its_audit_fit_in_100_gigabytes()
    {
        var parameters = ParameterSet.Published(Pythia12B);
        Assert.True(parameters.Length > 5L * int.MaxValue, $"{parameters.Length} entries");
        var memory = ModelMemory.For(Wide(Pythia12B), parameters, LastPosition, new Computation { Threads = 2, MemoryBytes = 100 * Gigabyte });
        var options = new SketchOptions();
        var (audited, compared) = options.AuditOf(parameters.Length);
        var audit = (audited + compared) * (parameters.LargestLength * sizeof(float) + TokenGradients.LeastWorkspaceBytes(Pythia12B, parameters, LastPosition, new() { Recompute = true }));
        var unit = SketchRows.UnitRows * (long)options.Dimensions * sizeof(float);
        Assert.True(audit + unit < memory.FreeBytes, $"{audit + unit} bytes do not fit into {memory.FreeBytes}");
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_with_the_need()
    {
        var problem = Assert.Throws<ArgumentException>(() =>
            ModelMemory.For(Wide(Pythia12B), ParameterSet.Published(Pythia12B), LastPosition, new Computation { MemoryBytes = 10 * Gigabyte }));
        // 11,846,072,320 published parameters of four bytes, in whole megabytes.
        Assert.Contains("47.385 GB", problem.Message, StringComparison.Ordinal);
    }

    private static DecoderShape Pythia70M { get; } = Pythia(512, 6, 8, 50_304);

    private static DecoderShape Pythia410M { get; } = Pythia(1024, 24, 16, 50_304);

    private static DecoderShape Pythia12B { get; } = Pythia(5120, 36, 40, 50_688);

    private static DecoderShape Pythia(int hidden, int layers, int heads, int vocabulary) =>
        new() { HiddenSize = hidden, Layers = layers, Heads = heads, FeedForwardSize = 4 * hidden, VocabularySize = vocabulary };

    private static ModelWeights Wide(DecoderShape shape) => new(shape, DecoderParameters.ByteCount(shape), KeepsType: false);
}
