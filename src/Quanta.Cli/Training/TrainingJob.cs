using Quanta.Cli.Output;
using Quanta.Discovery;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Runs;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Tokenization;
using Quanta.LanguageModels.Training;

namespace Quanta.Cli.Training;

/// <summary>Reads a corpus once and trains models on it.</summary>
internal sealed class TrainingJob(IStageObserver observer, Computation computation, TensorType type, CancellationToken cancellation)
{
    /// <summary>A training document may be long; this bounds what a damaged corpus can make us hold.</summary>
    private const int LongestDocument = 1 << 20;

    private int _vocabularySize;

    /// <summary>Reads the texts to train on, and those to test on.</summary>
    /// <param name="train">A file, or a folder of shards.</param>
    /// <param name="test">The same, or null.</param>
    /// <param name="tokenizerPath">What cuts them into tokens.</param>
    /// <param name="options">How the files are read; null: all documents of them.</param>
    public TrainingCorpus ReadCorpus(string train, string? test, string tokenizerPath, CorpusOptions? options = null)
    {
        options = (options ?? new() { Documents = int.MaxValue }) with { TokensPerDocument = LongestDocument };
        var tokenizer = DocumentEncoder.Load(tokenizerPath, options.PrefixToken);
        _vocabularySize = tokenizer.Tokenizer.VocabularySize;
        return new TrainingCorpus(Read(train, tokenizer, options), test is null ? new TokenDocuments(default, [0]) : Read(test, tokenizer, options), tokenizerPath);
    }

    public void Train(LadderRung rung, string folder, TrainingCorpus corpus, Results results)
    {
        var runOptions = new TrainingRunOptions { CheckpointRatio = rung.CheckpointRatio, Threads = computation.Threads, Type = type };
        var run = new TrainingRun(folder, rung.ToShape(_vocabularySize), corpus, rung.Training, runOptions, computation.Device);
        using var progress = observer.Begin($"training {rung.Name}", (long)rung.Training.Steps * rung.Training.TokensPerStep, "tokens");
        var last = run.Run(new StepProgress(progress), cancellation);
        results.Add($"{rung.Name} folder", folder);
        if (last is not null) results.Add($"{rung.Name} test loss, nats", last.LossNats).Add($"{rung.Name} below 0.1 nats", last.BelowThreshold);
    }

    private TokenDocuments Read(string path, DocumentEncoder tokenizer, CorpusOptions options)
    {
        var documents = PileReader.ReadWhole(path, tokenizer, options, computation, cancellation);
        observer.Note($"{path}: {documents.Count} documents of {documents.Tokens.Length} tokens in all.");
        return documents;
    }

    private sealed class StepProgress(IStageProgress progress) : IProgress<TrainingStep>
    {
        private long _tokens;

        public void Report(TrainingStep value)
        {
            progress.Advance(value.Tokens - _tokens);
            _tokens = value.Tokens;
        }
    }
}
