using System.Text.Json.Nodes;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels;

namespace Quanta.Discovery.Tests.Losses;

public class LossStageTests
{
    /// <summary>Three shards of 65,536 tokens at most.</summary>
    private const int Documents = 4000;

    [Fact]
    public void A_killed_run_goes_on_with_other_memory_and_threads_to_the_same_bytes()
    {
        var artifact = RunArtifacts.Losses(EmbeddedRun.Model.Name);
        using var whole = new EmbeddedRun(Documents);
        Run(whole, new Computation { Threads = 2 });
        using var killed = new EmbeddedRun(Documents);
        using (var source = new CancellationTokenSource())
        {
            var observer = new CountingObserver("losses of nx-25k", 70_000, source);
            Assert.Throws<OperationCanceledException>(() => Run(killed, new Computation { MemoryBytes = 8_000_000 }, observer, source.Token));
        }
        var resumed = new CountingObserver("losses of nx-25k");
        Run(killed, new Computation { Threads = 16 }, resumed);
        Assert.Equal(Documents * 40, resumed.Units);
        Assert.Equal(File.ReadAllBytes(whole.PathOf(artifact)), File.ReadAllBytes(killed.PathOf(artifact)));
    }

    /// <summary>Shards are of windows, of which a document has nine.</summary>
    [Fact]
    public void A_killed_run_in_windows_goes_on_within_a_document_to_the_same_bytes()
    {
        var (windows, artifact) = (new ContextWindows(8, 4), RunArtifacts.Losses(EmbeddedRun.Model.Name));
        using var whole = new EmbeddedRun(Documents / 2, windows: windows);
        Run(whole, new Computation { Threads = 2 });
        using var killed = new EmbeddedRun(Documents / 2, windows: windows);
        using (var source = new CancellationTokenSource())
        {
            var observer = new CountingObserver("losses of nx-25k", 70_000, source);
            Assert.Throws<OperationCanceledException>(() => Run(killed, new Computation { MemoryBytes = 8_000_000 }, observer, source.Token));
        }
        var resumed = new CountingObserver("losses of nx-25k");
        Run(killed, new Computation { Threads = 16 }, resumed);
        Assert.Equal(Enumerable.Range(0, whole.Documents.ContextCount).Sum(context => whole.Documents.TokensOf(context).Length), resumed.Units);
        Assert.Equal(File.ReadAllBytes(whole.PathOf(artifact)), File.ReadAllBytes(killed.PathOf(artifact)));
        using var session = whole.Session();
        Assert.Equal(windows, RunArtifacts.WindowsOf(session.Folder));
        Assert.Equal(8, (int)session.Folder.Finished("losses/nx-25k")!.Options["windows"]!["tokens"]!);
    }

    [Fact]
    public void Positions_beyond_those_of_a_rotary_model_are_cautioned_of_and_recorded_and_windows_are_not()
    {
        var caution = "nx-short was made to read 16 tokens at once, but reads up to 39 here";
        foreach (var windows in new[] { null, new ContextWindows(16, 8) })
        {
            using var run = new EmbeddedRun(windows: windows);
            var model = Changed(run, "nx-short", "config.json", config => config["max_position_embeddings"] = 16);
            var observer = new CountingObserver();
            using var session = run.Session(observer: observer);
            LossStage.Run(session, model);
            LossStage.Run(session, model);
            Assert.Equal(windows is null ? 2 : 0, observer.Cautions.Count(sentence => sentence.StartsWith(caution, StringComparison.Ordinal)));
            Assert.Equal(windows is null ? 1 : 0, LossCautions.In(session.Folder).Count);
            if (windows is null) Assert.StartsWith(caution, (string?)session.Folder.Finished("losses/nx-short")!.Facts![LossStage.Cautions]![0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_tokenizer_that_puts_a_BOS_first_is_cautioned_of_where_the_corpus_has_none()
    {
        using var run = new EmbeddedRun();
        File.Copy(EmbeddedRun.Model.TokenizerPath, run.PathOf(RunArtifacts.Tokenizer));
        const string template = """
            {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "B", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
             "special_tokens": {"B": {"id": "B", "ids": [70], "tokens": ["B"]}}}
            """;
        var model = Changed(run, "nx-bos", "tokenizer.json", tokenizer => tokenizer["post_processor"] = JsonNode.Parse(template));
        var observer = new CountingObserver();
        using var session = run.Session(observer: observer);
        LossStage.Run(session, EmbeddedRun.Model);
        Assert.Empty(observer.Cautions);
        LossStage.Run(session, model);
        Assert.Contains("comes before them here and nothing there", Assert.Single(observer.Cautions), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_the_very_same_files_is_named_and_not_computed_again()
    {
        using var run = new EmbeddedRun();
        var twin = run.Scratch("twin");
        Directory.CreateDirectory(twin);
        foreach (var file in EmbeddedRun.Model.Files()) File.Copy(file, Path.Combine(twin, Path.GetFileName(file)));
        var observer = new CountingObserver("losses of twin");
        using var session = run.Session(observer: observer);
        var first = LossStage.Run(session, EmbeddedRun.Model);
        Assert.Equal(first, LossStage.Run(session, new ModelFolder(twin, "twin")));
        Assert.Equal(0, observer.Units);
        Assert.Contains(observer.Notes, note => note.StartsWith("twin has the very same files as nx-25k", StringComparison.Ordinal));
        Assert.Equal("nx-25k", (string?)session.Folder.Finished("losses/twin")!.Facts![LossStage.SameAs]);
    }

    [Fact]
    public void What_cannot_fit_is_refused_with_the_need_and_leaves_no_mark()
    {
        using var run = new EmbeddedRun();
        using var session = run.Session(new Computation { MemoryBytes = 100_000 });
        Assert.Contains("Raise --memory", Assert.Throws<ArgumentException>(() => LossStage.Run(session, EmbeddedRun.Model)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(session.Folder.Stages, stage => stage.Stage.StartsWith("losses", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_beside_the_model_are_no_part_of_it() =>
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"], EmbeddedRun.Model.Files().Select(Path.GetFileName));

    /// <summary>The embedded model under another name, with one of its files changed.</summary>
    private static ModelFolder Changed(EmbeddedRun run, string name, string file, Action<JsonNode> change)
    {
        var folder = Directory.CreateDirectory(run.Scratch(name)).FullName;
        foreach (var path in EmbeddedRun.Model.Files()) File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        var content = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!;
        change(content);
        File.WriteAllText(Path.Combine(folder, file), content.ToJsonString());
        return new ModelFolder(folder, name);
    }

    private static void Run(EmbeddedRun run, Computation computation, IStageObserver? observer = null, CancellationToken cancellation = default)
    {
        using var session = run.Session(computation, observer, cancellation);
        LossStage.Run(session, EmbeddedRun.Model);
    }
}
