using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Training.Internals;

/// <summary>Draws the windows of every step from a corpus: a document with a probability in proportion to its predictions, then its start or a place within it.</summary>
/// <remarks>A shard is a function of the seed, the step and its number, so training resumes anywhere without a state. Windows are as long as the context or their document
/// allows; the last of a shard is cut to fill it.</remarks>
internal sealed class WindowSampler
{
    private const int ShardBits = 20;
    private readonly TokenDocuments _documents;
    private readonly TrainingOptions _options;

    public WindowSampler(TokenDocuments documents, TrainingOptions options)
    {
        if (documents.PredictionCount == 0) throw new ArgumentException("The corpus has nothing to predict: no document has two tokens.", nameof(documents));
        (_documents, _options) = (documents, options);
    }

    public TrainingShard Draw(long step, int shard)
    {
        var random = new Philox(_options.Seed, ((ulong)step << ShardBits) | (uint)shard);
        var size = _options.TokensPerShard;
        var (inputs, targets, lengths) = (new int[size], new int[size], new List<int>());
        for (var filled = 0; filled < size; filled += lengths[^1])
        {
            var (document, start, length) = DrawWindow(random);
            length = Math.Min(length, size - filled);
            var tokens = _documents[document];
            tokens.Slice(start, length).CopyTo(inputs.AsSpan(filled));
            tokens.Slice(start + 1, length).CopyTo(targets.AsSpan(filled));
            lengths.Add(length);
        }
        return new TrainingShard(inputs, targets, StackedRows.Documents([.. lengths]));
    }

    private (int Document, int Start, int Length) DrawWindow(Philox random)
    {
        var (document, position) = _documents.Locate((long)(random.NextDouble() * _documents.PredictionCount));
        var predictions = _documents[document].Length - 1;
        var length = Math.Min(_options.ContextTokens, predictions);
        var startsAtZero = random.NextDouble() < _options.DocumentStartFraction;
        return (document, startsAtZero ? 0 : Math.Min(position, predictions - length), length);
    }
}

/// <summary>The windows that one worker takes through the model at once.</summary>
/// <param name="Inputs">[T], windows end to end.</param>
/// <param name="Targets">[T], the token after each.</param>
/// <param name="Windows">A segment a window; none looks back beyond its start.</param>
internal sealed record TrainingShard(int[] Inputs, int[] Targets, StackedRows Windows);
