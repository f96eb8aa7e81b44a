using MathNet.Numerics.LinearAlgebra;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Exact;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;

namespace Quanta.Discovery.Tests.Similarity;

/// <summary>Centring, whitening, layers and sums against their definitions in float64.</summary>
public class VectorTreatmentTests
{
    private const int Tokens = 12;

    /// <summary>Fewer entries than predictions of the corpus, as many, and more.</summary>
    [Theory]
    [InlineData(5, 40, 0.1, 1f)]
    [InlineData(40, 40, 0.01, 1e-30f)]
    [InlineData(300, 40, 0.1, 1e30f)]
    [InlineData(300, 40, 100, 1f)]
    [InlineData(64, 1, 0.1, 1f)]
    public void Whitened_cosines_are_those_of_the_definition(int length, int reference, double damping, float scale)
    {
        var vectors = Correlated(Tokens + reference, length, scale);
        var expected = ByDefinition(vectors, damping);
        foreach (var threads in new[] { 1, 2, 16 })
            Expect.AllNear(expected, Cosines(vectors, new() { Whiten = damping }, threads), 1e-5, "float32 vectors, of which the shared part was taken off");
    }

    [Theory, InlineData(7), InlineData(500)]
    public void Centred_cosines_are_those_of_the_definition(int length)
    {
        var vectors = Correlated(Tokens + 40, length, 1);
        Expect.AllNear(ByDefinition(vectors, damping: null), Cosines(vectors, new() { Center = true }, threads: 2), 1e-5, "float32 vectors less their mean");
    }

    /// <summary>What is one and the same all over the corpus has no spread to whiten.</summary>
    [Fact]
    public void Equal_vectors_are_similar_to_nothing_once_their_mean_is_taken_off()
    {
        var vectors = new RandomGradients(Tokens + 40, 16);
        for (var i = 1; i < vectors.Count; i++) vectors.Row(0).CopyTo(vectors.Row(i));
        Assert.All(Cosines(vectors, new() { Whiten = 0.1 }, threads: 1), cosine => Assert.True(Math.Abs(cosine) <= 1, $"a cosine of {cosine}"));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_its_need()
    {
        var vectors = new RandomGradients(Tokens + 40, 5000);
        var compared = new ComparedVectors(vectors, Tokens, new() { Whiten = 0.1 });
        var problem = Assert.Throws<ArgumentException>(() => compared.Learn(vectors, 1_000_000, 1, SilentObserver.Instance, CancellationToken.None));
        Assert.Contains("by 40 predictions of the corpus needs", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_is_the_weighted_mean_of_cosines()
    {
        using var run = new EmbeddedRun();
        var (heads, gradients) = (Exact(run, new() { Vectors = TokenVectorKind.Heads }), Exact(run, new()));
        var sum = Exact(run, new() { Sum = [new(TokenVectorKind.Heads, 3), new(TokenVectorKind.Gradients, 1)] });
        Expect.AllNear([.. heads.Zip(gradients, (z, g) => (3 * z + g) / 4)], sum, 1e-5, "float32 entries of joined unit vectors");
        var read = Exact(run, new() { Sum = [new(TokenVectorKind.Heads, 1), new(TokenVectorKind.Reads, 1)] });
        Assert.Equal(Exact(run, new() { Vectors = TokenVectorKind.HeadsRead }), read);
    }

    [Theory]
    [InlineData(TokenVectorKind.Gradients)]
    [InlineData(TokenVectorKind.Mlp)]
    public void Layers_of_one_length_make_the_cosine_the_mean_of_theirs(TokenVectorKind kind)
    {
        using var run = new EmbeddedRun();
        var layers = Enumerable.Range(0, ModelLayers).Select(layer => Exact(run, new() { Vectors = kind, Layers = [layer] })).ToList();
        var expected = Enumerable.Range(0, layers[0].Length).Select(i => (float)layers.Average(layer => (double)layer[i]));
        var found = Exact(run, new() { Vectors = kind, Layers = [.. Enumerable.Range(0, ModelLayers)], Treatment = new() { PerLayer = true } });
        Expect.AllNear([.. expected], found, 1e-5, "float32 entries, each layer's divided by its norm");
    }

    /// <summary>What lies outside the layers counts as a layer of its own.</summary>
    [Fact]
    public void The_final_norm_is_a_part_of_its_own()
    {
        var shape = LanguageModels.Architectures.ArchitectureRegistry.ReadConfig(EmbeddedRun.Model.ConfigPath);
        using var run = new EmbeddedRun();
        using var model = DecoderModel.Load(EmbeddedRun.Model.Path, DeviceRegistry.Default);
        using var gradients = new ModelGradients(model, ParameterSet.Published(shape), run.Documents, run.Predictions, new());
        Assert.Equal(shape.Layers + 1, gradients.Layers.Count);
        Assert.Equal(gradients.Length, gradients.Layers.Sum(layer => layer.Length));
        Assert.Equal([.. gradients.Layers.Select(layer => layer.Offset)], gradients.Layers.Select((_, i) => gradients.Layers.Take(i).Sum(layer => layer.Length)));
    }

    [Fact]
    public void Sketches_of_gradients_are_whitened_by_sketches_of_the_corpus_and_go_on_where_they_were()
    {
        using var run = new EmbeddedRun();
        var options = new SimilarityOptions { Sketch = new() { Dimensions = 512, AuditedVectors = 4 }, Treatment = new() { Whiten = 0.1 } };
        var plain = Exact(run, options with { Treatment = null });
        var whitened = Exact(run, options);
        Assert.NotEqual(plain, whitened);
        using (var source = new CancellationTokenSource())
            Assert.Throws<OperationCanceledException>(() => Stage(run, options, 1, new CountingObserver("gradients", 200, source), source.Token));
        Stage(run, options, 16, SilentObserver.Instance, default);
        Assert.Equal(whitened, Npy.Read(run.PathOf(RunArtifacts.Cosine)).ToSingle());
    }

    [Theory]
    [InlineData("--method sketch", TokenVectorKind.Gradients, null, 0.1, null)]
    [InlineData("not 1", TokenVectorKind.Gradients, null, null, 1.0)]
    [InlineData("changes gradients", TokenVectorKind.Mlp, null, null, 4.0)]
    [InlineData("above 0 and finite", TokenVectorKind.Heads, null, -1.0, null)]
    [InlineData("is a sum itself", TokenVectorKind.Gradients, TokenVectorKind.HeadsRead, null, null)]
    [InlineData("each similarity once", TokenVectorKind.Gradients, TokenVectorKind.Gradients, null, null)]
    public void What_makes_no_sense_is_refused(string part, TokenVectorKind kind, TokenVectorKind? other, double? whiten, double? soft)
    {
        var options = new SimilarityOptions
        {
            Vectors = kind,
            Sum = other is { } second ? [new(kind, 1), new(second, 1)] : null,
            Treatment = new() { Whiten = whiten, SoftTarget = soft },
        };
        Assert.Contains(part, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    private static int ModelLayers => LanguageModels.Architectures.ArchitectureRegistry.ReadConfig(EmbeddedRun.Model.ConfigPath).Layers;

    /// <summary>Vectors that share a mean and some directions.</summary>
    private static RandomGradients Correlated(int count, int length, float scale)
    {
        var vectors = new RandomGradients(count, length);
        for (var i = 0; i < count; i++)
        {
            var row = vectors.Row(i);
            var shared = row[0];
            for (var j = 0; j < length; j++) row[j] = scale * (row[j] * (j % 5 == 0 ? 4 : 0.5f) + 0.7f + (j % 3 == 0 ? shared : 0));
        }
        return vectors;
    }

    /// <summary>(A + d m I)^(-1/2) (x - mean) of unit vectors, all matrices formed.</summary>
    private static float[] ByDefinition(RandomGradients vectors, double? damping)
    {
        Vector<double> Unit(int i) => Vector<double>.Build.Dense([.. vectors.Row(i).ToArray().Select(x => (double)x)]).Normalize(2);
        var reference = Enumerable.Range(Tokens, vectors.Count - Tokens).Select(Unit).ToList();
        var mean = reference.Aggregate((a, b) => a + b) / reference.Count;
        var tokens = Enumerable.Range(0, Tokens).Select(i => Unit(i) - mean).ToList();
        if (damping is { } d)
        {
            var moments = reference.Select(x => (x - mean).OuterProduct(x - mean)).Aggregate((a, b) => a + b) / reference.Count;
            var shift = d * moments.Trace() / Math.Min(reference.Count, vectors.Length);
            if (shift > 0)
            {
                var eigen = moments.Evd(Symmetricity.Symmetric);
                var root = eigen.EigenVectors * Matrix<double>.Build.DiagonalOfDiagonalVector(eigen.EigenValues.Real().Map(v => 1 / Math.Sqrt(Math.Max(v, 0) + shift))) * eigen.EigenVectors.Transpose();
                tokens = [.. tokens.Select(x => root * x)];
            }
        }
        return [.. from x in tokens from y in tokens select (float)(x * y / (x.L2Norm() * y.L2Norm()))];
    }

    private static float[] Cosines(RandomGradients vectors, VectorTreatment treatment, int threads)
    {
        var compared = new ComparedVectors(vectors, Tokens, treatment);
        using var tokens = compared.Tokens();
        using var change = compared.Learn(vectors, 1 << 30, threads, SilentObserver.Instance, CancellationToken.None)!;
        var store = new MemoryStore(Tokens);
        new ExactSimilarity(change.Of(tokens), TilePlan.For(Tokens, vectors.Length, 1 << 20, threads), store, threads).Compute(SilentObserver.Instance, CancellationToken.None);
        return [.. store.Cosine.Cast<float>()];
    }

    private static float[] Exact(EmbeddedRun run, SimilarityOptions options)
    {
        var files = new SimilarityFiles(run.Scratch("cosine.npy"));
        SimilarityStage.ComputeAnew(
            EmbeddedRun.Model, run.Documents, run.Predictions, options, files, new Computation { Threads = 2 }, SilentObserver.Instance, CancellationToken.None);
        return Npy.Read(files.Cosine).ToSingle();
    }

    private static void Stage(EmbeddedRun run, SimilarityOptions options, int threads, IStageObserver observer, CancellationToken cancellation)
    {
        using var session = run.Session(new Computation { Threads = threads }, observer, cancellation);
        SimilarityStage.Run(session, EmbeddedRun.Model, options);
    }
}
