using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Activations;

/// <summary>Second moments of what attention reads: for each layer the mean of a a^T over positions of a corpus, a the input of queries, keys and values.</summary>
/// <remarks>One thread sums in float32 in the order of the documents, so that the same corpus gives the same bits.</remarks>
public static class AttentionMoments
{
    private const int TokensTogether = 512;

    /// <summary>Computes them over contexts at equal distances, documents or windows of them, whole, that have about so many positions together; over all where there are fewer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layers">Which layers, 0 the first.</param>
    /// <param name="documents">Tokens below the model's vocabulary size.</param>
    /// <param name="positions">About how many.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <returns>For each layer [H, H]; zero where the corpus is empty. The caller disposes them.</returns>
    public static Matrix[] Compute(
        DecoderModel model, IReadOnlyList<int> layers, TokenDocuments documents, long positions, CancellationToken cancellation = default)
    {
        model.Shape.CheckLayers(layers);
        var hidden = model.Shape.HiddenSize;
        using var sums = new DeviceVectors(model.Device, layers.Count, (long)hidden * hidden);
        using var operations = model.Device.CreateOperations();
        using var vectors = model.Device.CreateVectorOperations(threads: 1);
        using var forward = new ForwardPass(model, operations, Keep.Nothing);
        vectors.Clear(sums.Range(0, layers.Count));
        var read = 0L;
        foreach (var (tokens, lengths) in Batches(documents, positions))
        {
            var rows = StackedRows.Documents([.. lengths]);
            forward.Run([.. tokens], rows, rows, (layer, held) => Add(layer, held.AttentionInput), cancellation);
            read += rows.RowCount;
        }
        return [.. Enumerable.Range(0, layers.Count).Select(place => Mean(sums, place, hidden, read))];

        void Add(int layer, DeviceMatrix input)
        {
            for (var place = 0; place < layers.Count; place++)
            {
                if (layers[place] != layer) continue;
                var into = DeviceMatrices.Of(sums.Matrix(place, hidden, hidden));
                operations.OfParameters.LinearWeight(input, input, StackedRows.Documents([input.RowCount]), into, accumulate: true);
            }
        }
    }

    private static Matrix Mean(DeviceVectors sums, int place, int hidden, long read)
    {
        var mean = new Matrix(hidden, hidden);
        for (var i = 0; i < hidden && read > 0; i++)
        {
            sums.Device.Download(sums.Part(place, (long)i * hidden, hidden), mean.Row(i));
            foreach (ref var entry in mean.Row(i)) entry /= read;
        }
        return mean;
    }

    /// <summary>What is read of contexts at equal distances, stacked.</summary>
    private static IEnumerable<(List<int> Tokens, List<int> Lengths)> Batches(TokenDocuments documents, long positions)
    {
        var step = Math.Max(1, documents.Tokens.Length / Math.Max(1, positions));
        var (tokens, lengths) = (new List<int>(), new List<int>());
        for (var c = 0L; c < documents.ContextCount; c += step)
        {
            var context = documents.TokensOf((int)c).ToArray();
            var read = context.Length - 1;
            if (read < 1) continue;
            if (tokens.Count > 0 && tokens.Count + read > TokensTogether)
            {
                yield return (tokens, lengths);
                (tokens, lengths) = ([], []);
            }
            tokens.AddRange(context.AsSpan(0, read));
            lengths.Add(read);
        }
        if (tokens.Count > 0) yield return (tokens, lengths);
    }
}
