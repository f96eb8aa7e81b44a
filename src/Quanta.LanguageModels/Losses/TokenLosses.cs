using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Losses;

/// <summary>How per-token losses are computed; nothing here changes a result.</summary>
public sealed record TokenLossesOptions
{
    /// <summary>Workers, each with a workspace of its own.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Contexts (documents, or windows of them) are stacked until they would hold more tokens than this; none is ever split.</summary>
    public int TokensPerBatch { get; init; } = 1024;
}

/// <summary>The cross-entropy, in nats, of every prediction of every document.</summary>
public static class TokenLosses
{
    /// <summary>What one worker holds for contexts of at most so many tokens, in bytes.</summary>
    public static long WorkspaceBytes(DecoderShape shape, int longestContext, TokenLossesOptions options) =>
        sizeof(float) * ForwardPass.ValuesFor(shape, Math.Max(longestContext, options.TokensPerBatch), Keep.Nothing);

    /// <summary>Computes all losses.</summary>
    /// <remarks>Each loss depends, bit for bit, only on the tokens up to the predicted one that its context holds: the document, or the window that scores it.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="documents">Tokens below the model's vocabulary size, in contexts that the model can read (<see cref="DecoderShape.PositionLimit"/>).</param>
    /// <param name="options">Threads and batches.</param>
    /// <param name="progress">Receives the fraction of predictions done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <returns>[predictions] in global prediction order, nats.</returns>
    /// <exception cref="ArgumentException">A token is outside the vocabulary, or a context is too long.</exception>
    public static float[] Compute(
        DecoderModel model, TokenDocuments documents, TokenLossesOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        OfContexts(model, documents, (0, documents.ContextCount), options, progress, cancellation);

    /// <summary>Computes the losses of some contexts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="documents">As for all.</param>
    /// <param name="contexts">The first context, and one after the last.</param>
    /// <param name="options">Threads and batches.</param>
    /// <param name="progress">Receives the fraction of their predictions done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <returns>[their predictions], nats.</returns>
    /// <exception cref="ArgumentException">A token is outside the vocabulary, or a context is too long.</exception>
    public static float[] OfContexts(
        DecoderModel model, TokenDocuments documents, (int Start, int End) contexts, TokenLossesOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        for (var context = contexts.Start; context < contexts.End; context++) model.CheckContext(documents, context);
        var batches = Batches(documents, contexts, options.TokensPerBatch);
        var losses = new float[batches.Sum(batch => batch.Predictions)];
        var first = batches.Count == 0 ? 0 : documents.Context(contexts.Start).FirstPrediction;
        Workers.Run(
            batches.Count, options.Threads, () => new Worker(model),
            (worker, batch, stop) => worker.Run(documents, batches[batch], losses.AsSpan((int)(batches[batch].FirstPrediction - first), batches[batch].Predictions), stop),
            batch => batches[batch].Predictions, progress, cancellation);
        return losses;
    }

    /// <summary>Contexts that are read together.</summary>
    /// <param name="Start">The first.</param>
    /// <param name="End">One after the last.</param>
    /// <param name="FirstPrediction">The global index of the first prediction that they score.</param>
    /// <param name="Predictions">How many they score.</param>
    private readonly record struct Batch(int Start, int End, long FirstPrediction, int Predictions);

    private static List<Batch> Batches(TokenDocuments documents, (int Start, int End) contexts, int tokensPerBatch)
    {
        var batches = new List<Batch>();
        var (tokens, batch) = (0L, new Batch(contexts.Start, contexts.Start, 0, 0));
        for (var c = contexts.Start; c < contexts.End; c++)
        {
            var context = documents.Context(c);
            if (c > batch.Start && tokens + context.Length > tokensPerBatch)
            {
                batches.Add(batch);
                (tokens, batch) = (0, new Batch(c, c, 0, 0));
            }
            if (c == batch.Start) batch = batch with { FirstPrediction = context.FirstPrediction };
            tokens += context.Length;
            batch = batch with { End = c + 1, Predictions = batch.Predictions + context.Scored };
        }
        if (batch.End > batch.Start) batches.Add(batch);
        return batches;
    }

    /// <summary>One thread's workspace. A context's last token is only ever predicted, never read.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly DecoderModel _model;
        private readonly IOperations _operations;
        private readonly ForwardPass _forward;
        private readonly GrowingBuffer _losses;
        private readonly List<RowSegment> _read = [], _scored = [];
        private int[] _inputs = [], _targets = [];

        public Worker(DecoderModel model)
        {
            _model = model;
            _operations = model.Device.CreateOperations();
            _forward = new ForwardPass(model, _operations, Keep.Nothing);
            _losses = new GrowingBuffer(model.Device);
        }

        public void Run(TokenDocuments documents, Batch batch, Span<float> losses, CancellationToken cancellation)
        {
            if (losses.IsEmpty) return;
            var (read, scored) = Stack(documents, batch);
            _forward.Run(_inputs.AsSpan(0, read), new StackedRows([.. _read]), new StackedRows([.. _scored]), cancellation: cancellation);
            var values = _losses.Matrix(scored, 1);
            _operations.CrossEntropy(_forward.Features, _model.Output, _targets.AsSpan(0, scored), values);
            _model.Device.Download(values, losses);
        }

        public void Dispose()
        {
            _losses.Dispose();
            _forward.Dispose();
            _operations.Dispose();
        }

        /// <summary>Stacks what the contexts read and what they score; returns how many tokens either is.</summary>
        private (int Read, int Scored) Stack(TokenDocuments documents, Batch batch)
        {
            _read.Clear();
            _scored.Clear();
            var (read, scored) = (0, 0);
            for (var c = batch.Start; c < batch.End; c++)
            {
                var context = documents.Context(c);
                var tokens = documents.TokensOf(c);
                if (context.Scored == 0) continue;
                Append(ref _inputs, read, tokens[..^1]);
                Append(ref _targets, scored, tokens[(1 + context.FirstScored)..]);
                _read.Add(new RowSegment(read, read, context.Read, read));
                _scored.Add(new RowSegment(read, read + context.FirstScored, context.Scored, scored));
                read += context.Read;
                scored += context.Scored;
            }
            return (read, scored);
        }

        private static void Append(ref int[] stack, int filled, ReadOnlySpan<int> tokens)
        {
            if (stack.Length < filled + tokens.Length) Array.Resize(ref stack, Math.Max(filled + tokens.Length, 2 * stack.Length));
            tokens.CopyTo(stack.AsSpan(filled));
        }
    }
}
