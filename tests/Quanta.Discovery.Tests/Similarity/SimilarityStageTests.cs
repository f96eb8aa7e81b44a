using System.Text.Json;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Tests.Similarity;

/// <summary>The whole stage on an embedded model: kills, memory, threads, products and kinds of sketches.</summary>
public class SimilarityStageTests
{
    private static readonly Computation Large = new() { Threads = 2, MemoryBytes = 1L << 32 };

    /// <summary>Room for the model, the workers and some 40 gradients of 200.</summary>
    private static readonly Computation Small = new() { Threads = 1, MemoryBytes = 5_000_000 };

    [Fact]
    public void A_killed_run_goes_on_with_other_memory_and_threads_to_the_same_bytes()
    {
        using var whole = new EmbeddedRun();
        Run(whole, Large);
        using var killed = new EmbeddedRun();
        using (var source = new CancellationTokenSource())
            Assert.Throws<OperationCanceledException>(() => Run(killed, Small, new CountingObserver("gradients", 260, source), source.Token));
        Assert.False(File.Exists(killed.PathOf(RunArtifacts.Cosine)));
        var resumed = new CountingObserver("gradients");
        Run(killed, Large with { Threads = 16 }, resumed);
        Assert.InRange(resumed.Units, 1, 199);
        Assert.Equal(File.ReadAllBytes(whole.PathOf(RunArtifacts.Cosine)), File.ReadAllBytes(killed.PathOf(RunArtifacts.Cosine)));
        Assert.Empty(Directory.GetFiles(killed.PathOf("similarity"), "*.units"));
    }

    [Fact]
    public void Sixteen_threads_and_little_memory_are_enough_for_a_small_model()
    {
        using var run = new EmbeddedRun(selected: 40);
        Run(run, new Computation { Threads = 16, MemoryBytes = 60_000_000 });
        Assert.True(File.Exists(run.PathOf(RunArtifacts.Cosine)));
    }

    [Fact]
    public void What_cannot_fit_is_refused_with_the_need_and_leaves_no_mark()
    {
        using var run = new EmbeddedRun();
        Assert.Contains("--memory", Assert.Throws<ArgumentException>(() => Run(run, new Computation { MemoryBytes = 500_000 })).Message, StringComparison.Ordinal);
        using var session = run.Session();
        Assert.DoesNotContain(session.Folder.Stages, stage => stage.Stage == "similarity");
    }

    [Fact]
    public void An_option_that_is_refused_leaves_no_mark()
    {
        using var run = new EmbeddedRun();
        using var session = run.Session();
        foreach (var options in new SimilarityOptions[] { new() { SparseThreshold = 2 }, new() { Layers = [99] }, new() { Sketch = new() { Dimensions = 0 } }, new() { ExcludedNames = [""] } })
            Assert.Throws<ArgumentException>(() => SimilarityStage.Run(session, EmbeddedRun.Model, options));
        Assert.DoesNotContain(session.Folder.Stages, stage => stage.Stage == "similarity");
    }

    /// <summary>One matrix never mixes tiles of two products.</summary>
    [Fact]
    public void Another_product_may_not_go_on_with_unfinished_tiles()
    {
        using var run = new EmbeddedRun();
        using (var source = new CancellationTokenSource())
            Assert.Throws<OperationCanceledException>(() => Run(run, Small, new CountingObserver("gradients", 260, source), source.Token));
        var problem = Assert.Throws<InvalidDataException>(() => Run(run, Large with { Product = MatrixProducts.Select("naive").Product }));
        Assert.Contains("cpu, managed there and cpu, naive here", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_product_reaches_the_model()
    {
        using var model = DecoderModel.Load(EmbeddedRun.Model.Path, (Large with { Product = new Refusing() }).Device);
        Assert.Throws<NotSupportedException>(() => LanguageModels.Losses.TokenLosses.Compute(model, TokenDocuments.FromOne(new[] { 7, 8, 9 })));
    }

    /// <summary>The default of 32 audited vectors among 200 leaves units without any.</summary>
    [Theory, InlineData(SketchKind.Count), InlineData(SketchKind.Tensor)]
    public void A_sketch_is_near_the_exact_cosines_whatever_memory_and_threads(SketchKind kind)
    {
        using var run = new EmbeddedRun();
        Run(run, Large);
        var exact = Npy.Read(run.PathOf(RunArtifacts.Cosine)).ToSingle();
        var options = new SimilarityOptions { Sketch = new SketchOptions { Kind = kind, Dimensions = 4096, AuditedVectors = 8 } };
        var one = Arrays(run, options, Large with { Threads = 1 }, out var audit);
        Assert.True(audit.RmsError < 2.5 / Math.Sqrt(4096), $"rms error {audit.RmsError}");
        Assert.Null(audit.Caution);
        var squares = one.Zip(exact, (a, b) => Math.Pow(a - b, 2)).Average();
        Assert.True(Math.Sqrt(squares) < 2.5 / Math.Sqrt(4096), $"rms difference {Math.Sqrt(squares)}");
        Assert.Equal(one, Arrays(run, options, new Computation { Threads = 16, MemoryBytes = 60_000_000 }, out var same));
        Assert.Equal(audit, same);
    }

    /// <summary>Against autograd in float64 on an independent implementation, for losses of 1e-3 to 1e-30: Goldens/make_small_loss_cosines.py.</summary>
    [Fact]
    public void Cosines_are_those_of_float64_however_small_the_loss()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Quanta.Discovery.Tests", "Goldens", "small-loss-cosines.json")));
        var cases = json.RootElement.GetProperty("cases").EnumerateArray().ToList();
        var expected = json.RootElement.GetProperty("cosines").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        var config = ArchitectureRegistry.ReadConfig(EmbeddedRun.Model.ConfigPath);
        using var unit = new Matrix(cases.Count, (int)ParameterSet.Published(config).Length);
        for (var i = 0; i < cases.Count; i++)
        {
            var tokens = cases[i].GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()).ToArray();
            using var model = Sharpened(cases[i].GetProperty("scale").GetInt32());
            using var gradients = new TokenGradients(model, ParameterSet.Published(config));
            using var vector = new DeviceVectors(model.Device, 1, unit.Columns);
            using var operations = model.Device.CreateVectorOperations(threads: 1);
            var norm = new double[1];
            gradients.Compute(TokenDocuments.FromOne(tokens), [tokens.Length - 2], vector);
            operations.Normalise(vector.Range(0, 1), norm);
            Assert.True(norm[0] > 0, "the gradient is numerically 0");
            vector.Download(0, unit.Row(i));
        }
        using var cosines = new Matrix(cases.Count, cases.Count);
        MatrixProducts.Default.MultiplyByOwnTranspose(unit.View, cosines.View);
        for (var i = 0; i < cases.Count; i++)
        {
            for (var j = 0; j < cases.Count; j++)
            {
                var isAsked = cases[i].GetProperty("loss").GetDouble() > 1e-12 && cases[j].GetProperty("loss").GetDouble() > 1e-12;
                Expect.Near(expected[i * cases.Count + j], cosines[i, j], isAsked ? 1e-3 : 1e-2, "float32 logits of up to 600, whose rounding moves probabilities by 1e-4");
            }
        }
    }

    private static void Run(EmbeddedRun run, Computation computation, IStageObserver? observer = null, CancellationToken cancellation = default)
    {
        using var session = run.Session(computation, observer, cancellation);
        SimilarityStage.Run(session, EmbeddedRun.Model, new SimilarityOptions());
    }

    private static float[] Arrays(EmbeddedRun run, SimilarityOptions options, Computation computation, out SketchAudit audit)
    {
        var files = new SimilarityFiles(run.Scratch("sketched.npy"), Audit: run.Scratch("audit.json"));
        SimilarityStage.ComputeAnew(
            EmbeddedRun.Model, run.Documents, run.Predictions, options, files, computation, SilentObserver.Instance, CancellationToken.None);
        audit = JsonSerializer.Deserialize(File.ReadAllBytes(files.Audit!), RunJson.Default.SketchAudit)!;
        return Npy.Read(files.Cosine).ToSingle();
    }

    /// <summary>The embedded model, its last norm multiplied by a power of two: as sure as much larger models are.</summary>
    private static DecoderModel Sharpened(float scale)
    {
        using var source = Formats.Tensors.TensorSource.OpenFolder(EmbeddedRun.Model.Path);
        return DecoderModel.Create(ArchitectureRegistry.ReadConfig(EmbeddedRun.Model.ConfigPath), DeviceRegistry.Default, (parameter, values) =>
        {
            source.Read(parameter.Name, values);
            if (parameter.Name.Contains("final_layer_norm", StringComparison.Ordinal))
                foreach (ref var value in values) value *= scale;
        });
    }

    private sealed class Refusing : IMatrixProduct
    {
        public string Name => "refusing";

        public void Multiply(MatrixView a, MatrixView b, MatrixView c, bool accumulate = false, int threads = 1) => throw new NotSupportedException();

        public void MultiplyByOwnTranspose(MatrixView a, MatrixView c, bool accumulate = false, int threads = 1) => throw new NotSupportedException();
    }
}
