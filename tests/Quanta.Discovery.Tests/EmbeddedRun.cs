using System.Text.Json.Nodes;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests;

/// <summary>A run folder with random tokens for the embedded nx-25k, some of whose predictions are selected.</summary>
internal sealed class EmbeddedRun : IDisposable
{
    private const int DocumentTokens = 40;
    private readonly TemporaryFolder _folder = new();

    public EmbeddedRun(int documents = 60, int selected = 200, ContextWindows? windows = null)
    {
        var random = new Philox(11);
        var tokens = Enumerable.Range(0, documents * DocumentTokens).Select(_ => 5 + random.NextInt32(1000)).ToArray();
        Documents = TokenDocuments.OfEqualLengths(tokens, documents, DocumentTokens).Read(windows);
        Predictions = [.. Enumerable.Range(0, selected).Select(i => i * Documents.PredictionCount / selected)];
        using var session = Session();
        var options = windows is null ? [] : new JsonObject { ["windows"] = new JsonObject { ["tokens"] = windows.Tokens, ["stride"] = windows.Stride } };
        Record(session, "corpus", options, RunArtifacts.Tokens, path => Npy.Write<int>(path, tokens, tokens.Length), RunArtifacts.Documents,
            path => Npy.Write(path, Documents.Offsets, Documents.Offsets.Length));
        Record(session, "selection", [], RunArtifacts.Predictions, path => Npy.Write<long>(path, Predictions, Predictions.Length));
    }

    public static ModelFolder Model { get; } = ModelFolder.Find(Path.Combine(Repository.Root, "models", "nx-25k")).Single();

    public TokenDocuments Documents { get; }

    public long[] Predictions { get; }

    public string PathOf(string artifact) => _folder.File(Path.Combine("run", artifact));

    public string Scratch(string name) => _folder.File(name);

    public RunSession Session(Computation? computation = null, IStageObserver? observer = null, CancellationToken cancellation = default) => new()
    {
        Folder = RunFolder.Open(_folder.File("run")),
        Command = "quanta test",
        Computation = computation ?? new(),
        Observer = observer ?? SilentObserver.Instance,
        Cancellation = cancellation,
    };

    public void Dispose() => _folder.Dispose();

    private static void Record(
        RunSession session, string stage, JsonObject options, string artifact, Action<string> write, string? second = null, Action<string>? writeSecond = null)
    {
        string[] artifacts = second is null ? [artifact] : [artifact, second];
        StageRunner.Run(session, new StageDefinition(stage, options, new Dictionary<string, string>(), artifacts), () =>
        {
            write(session.Folder.PathOf(artifact));
            if (second is not null) writeSecond!(session.Folder.PathOf(second));
        });
    }
}

/// <summary>Counts what stages report, and cancels after so much of it, as a user or a kill would.</summary>
internal sealed class CountingObserver(string? work = null, long cancelAfter = long.MaxValue, CancellationTokenSource? source = null) : IStageObserver
{
    public List<string> Notes { get; } = [];

    public List<string> Cautions { get; } = [];

    public long Units { get; private set; }

    public IStageProgress Begin(string begun, long total, string unit) => work is null || begun == work ? new Progress(this) : SilentObserver.Instance;

    public void Note(string sentence) => Notes.Add(sentence);

    public void Caution(string sentence) => Cautions.Add(sentence);

    private void Add(long units)
    {
        lock (Notes) Units += units;
        if (Units >= cancelAfter) source?.Cancel();
    }

    private sealed class Progress(CountingObserver owner) : IStageProgress
    {
        public void Advance(long units) => owner.Add(units);

        public void Dispose()
        {
        }
    }
}
