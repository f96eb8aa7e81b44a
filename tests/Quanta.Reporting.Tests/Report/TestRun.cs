using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Discovery.Selection;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Random;
using Quanta.Reporting.Report;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Tests.Report;

/// <summary>A run folder made by the real stages, but for losses and similarities: those are drawn, since a report needs no model.</summary>
internal sealed class TestRun : IDisposable
{
    public const string Model = "model@step1500";
    private const int Groups = 6;
    private readonly TemporaryFolder _folder = new();

    /// <param name="texts">The documents with their kinds.</param>
    public TestRun(IEnumerable<(string Text, string? Kind)> texts)
    {
        File.WriteAllLines(Pile, texts.Select(text => Line(text.Text, text.Kind)));
        ByteTokenizer.Write(_folder.File("tokenizer.json"));
        Session = new RunSession
        {
            Folder = RunFolder.Open(_folder.File("run")),
            Command = "quanta cluster --pile \"<b>\u202Epile</b>\"",
            Versions = new Dictionary<string, string> { ["quanta"] = "0.1.0" },
        };
        CorpusStage.Run(Session, [Pile], _folder.File("tokenizer.json"), new CorpusOptions { TokensPerDocument = 400 });
    }

    public RunSession Session { get; }

    public RunFolder Folder => Session.Folder;

    public string Page => File.ReadAllText(PagePath);

    public string PagePath => Folder.PathOf(ReportStage.Artifact);

    private string Pile => _folder.File("pile.jsonl");

    /// <summary>A run that went through all stages, with its page.</summary>
    public static TestRun Whole(IEnumerable<(string Text, string? Kind)>? texts = null, int selected = 120, ReportOptions? options = null)
    {
        var run = new TestRun(texts ?? PlainTexts());
        run.AddLosses(Model, seed: 1, mean: 1.5);
        run.AddLosses("model@step0", seed: 2, mean: 8);
        run.AddLosses("model@step16", seed: 3, mean: 5);
        run.AddLosses("model@step155", seed: 4, mean: 3);
        run.AddSelection(selected);
        run.AddSimilarity();
        run.AddClusters([5, 10, 20]);
        run.AddSamples("spectral-angular-k10");
        ReportStage.Run(run.Session, options ?? new ReportOptions());
        return run;
    }

    public static IEnumerable<(string Text, string? Kind)> PlainTexts(int documents = 30)
    {
        string[] words = ["the", "quantum", "of", "a", "model", "is\n", "\t", "skill", "  ", "loss"];
        var random = new Philox(11);
        return [.. Enumerable.Range(0, documents).Select(d => (string.Join(' ', Enumerable.Range(0, 40).Select(_ => words[random.NextInt32(words.Length)])), (string?)$"Kind{d % 3}"))];
    }

    public void AddLosses(string model, ulong seed, double mean, long? parameters = null)
    {
        var random = new Philox(seed);
        var losses = new float[RunArtifacts.ReadCorpus(Folder).PredictionCount];
        for (var i = 0; i < losses.Length; i++) losses[i] = (float)(-mean * Math.Log(1 - random.NextDouble()));
        Put(
            $"losses/{model}", RunArtifacts.Losses(model), path => Npy.Write<float>(path, losses, losses.Length),
            parameters is null ? null : new JsonObject { [LossStage.NonEmbeddingParameters] = parameters });
    }

    public void AddSelection(int count) =>
        SelectionStage.Run(Session, Model, new SelectionOptions { ThresholdNats = 2, DropInducible = false, Count = count });

    /// <summary>Cosines of noisy vectors around a few centres.</summary>
    public void AddSimilarity()
    {
        var (n, random) = (RunArtifacts.ReadPredictions(Folder).Length, new Philox(7));
        double[][] vectors = [.. Enumerable.Range(0, n).Select(i => Unit([.. Enumerable.Range(0, 12).Select(d => (d == i * i % Groups ? 2 : 0) + 0.6 * random.NextGaussian())]))];
        var cosines = new float[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) cosines[i * n + j] = i == j ? 1 : (float)TensorPrimitives.Dot<double>(vectors[i], vectors[j]);
        Put("similarity", RunArtifacts.Cosine, path => Npy.Write<float>(path, cosines, n, n));
    }

    public void AddClusters(IReadOnlyList<int> counts) => ClusterStage.Run(Session, new ClusterOptions { Counts = counts, Restarts = 3 });

    public void AddSamples(string clustering) => SampleStage.Run(Session, new SampleOptions { Clustering = clustering, ContextTokens = 20 }, Model);

    /// <summary>Records an artifact as a finished stage's.</summary>
    public void Put(string stage, string artifact, Action<string> write, JsonObject? facts = null) =>
        StageRunner.Run(Session, new StageDefinition(stage, [], new Dictionary<string, string>(), [artifact]) { Facts = facts }, () => write(Folder.PathOf(artifact)));

    public void Dispose()
    {
        Session.Dispose();
        _folder.Dispose();
    }

    private static double[] Unit(double[] vector)
    {
        var norm = Math.Sqrt(vector.Sum(x => x * x));
        return [.. vector.Select(x => x / norm)];
    }

    private static string Line(string text, string? kind) =>
        kind is null ? JsonSerializer.Serialize(new { text }) : JsonSerializer.Serialize(new { text, meta = new { pile_set_name = kind } });
}
