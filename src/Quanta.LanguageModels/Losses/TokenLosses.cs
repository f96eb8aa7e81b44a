using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Losses;

/// <summary>How per-token losses are computed; nothing here changes a result.</summary>
public sealed record TokenLossesOptions
{
    /// <summary>Workers, each with a workspace of its own.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Documents are stacked until they would hold more tokens than this; one document is never split.</summary>
    public int TokensPerBatch { get; init; } = 1024;
}

/// <summary>The cross-entropy, in nats, of every prediction of every document.</summary>
public static class TokenLosses
{
    /// <summary>What one worker holds for documents of at most so many tokens, in bytes.</summary>
    public static long WorkspaceBytes(DecoderShape shape, int longestDocument, TokenLossesOptions options) =>
        sizeof(float) * ForwardPass.ValuesFor(shape, Math.Max(longestDocument, options.TokensPerBatch), Keep.Nothing);

    /// <summary>Computes all losses.</summary>
    /// <remarks>Each loss depends, bit for bit, only on its document's tokens up to the predicted one.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="documents">Tokens below the model's vocabulary size, at most <see cref="DecoderShape.MaximumPositions"/> + 1 a document, whose last is only predicted.</param>
    /// <param name="options">Threads and batches.</param>
    /// <param name="progress">Receives the fraction of predictions done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <returns>[predictions] in global prediction order, nats.</returns>
    /// <exception cref="ArgumentException">A token is outside the vocabulary, or a document is too long.</exception>
    public static float[] Compute(
        DecoderModel model, TokenDocuments documents, TokenLossesOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        model.CheckTokens(documents, readsLast: false);
        var losses = new float[documents.PredictionCount];
        var batches = Batches(documents, options.TokensPerBatch);
        long Predictions(int batch) => documents.PredictionOffset(batches[batch].End) - documents.PredictionOffset(batches[batch].Start);
        Workers.Run(
            batches.Count, options.Threads, () => new Worker(model),
            (worker, batch, stop) =>
                worker.Run(documents, batches[batch], losses.AsSpan((int)documents.PredictionOffset(batches[batch].Start), (int)Predictions(batch)), stop),
            Predictions, progress, cancellation);
        return losses;
    }

    private static List<(int Start, int End)> Batches(TokenDocuments documents, int tokensPerBatch)
    {
        var batches = new List<(int Start, int End)>();
        var (start, tokens) = (0, 0L);
        for (var d = 0; d < documents.Count; d++)
        {
            if (d > start && tokens + documents.TokenCount(d) > tokensPerBatch)
            {
                batches.Add((start, d));
                (start, tokens) = (d, 0);
            }
            tokens += documents.TokenCount(d);
        }
        if (start < documents.Count) batches.Add((start, documents.Count));
        return batches;
    }

    /// <summary>One thread's workspace. A document's last token is only ever predicted, never read.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly DecoderModel _model;
        private readonly IOperations _operations;
        private readonly ForwardPass _forward;
        private readonly GrowingBuffer _losses;
        private readonly List<int> _lengths = [];
        private int[] _inputs = [], _targets = [];

        public Worker(DecoderModel model)
        {
            _model = model;
            _operations = model.Device.CreateOperations();
            _forward = new ForwardPass(model, _operations, Keep.Nothing);
            _losses = new GrowingBuffer(model.Device);
        }

        public void Run(TokenDocuments documents, (int Start, int End) batch, Span<float> losses, CancellationToken cancellation)
        {
            if (losses.IsEmpty) return;
            if (_inputs.Length < losses.Length) (_inputs, _targets) = (new int[losses.Length], new int[losses.Length]);
            _lengths.Clear();
            var filled = 0;
            for (var d = batch.Start; d < batch.End; d++)
            {
                var tokens = documents[d];
                if (tokens.Length < 2) continue;
                tokens[..^1].CopyTo(_inputs.AsSpan(filled));
                tokens[1..].CopyTo(_targets.AsSpan(filled));
                _lengths.Add(tokens.Length - 1);
                filled += tokens.Length - 1;
            }
            var rows = StackedRows.Documents([.. _lengths]);
            _forward.Run(_inputs.AsSpan(0, filled), rows, rows, cancellation: cancellation);
            var values = _losses.Matrix(filled, 1);
            _operations.CrossEntropy(_forward.Features, _model.Output, _targets.AsSpan(0, filled), values);
            _model.Device.Download(values, losses);
        }

        public void Dispose()
        {
            _losses.Dispose();
            _forward.Dispose();
            _operations.Dispose();
        }
    }
}
