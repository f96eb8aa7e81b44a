using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;

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

    private static void Run(EmbeddedRun run, Computation computation, IStageObserver? observer = null, CancellationToken cancellation = default)
    {
        using var session = run.Session(computation, observer, cancellation);
        LossStage.Run(session, EmbeddedRun.Model);
    }
}
