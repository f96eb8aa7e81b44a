namespace Quanta.LanguageModels.Losses;

/// <summary>How much text predictions are of, so that losses of models with different tokenizers can be compared: bits per byte.</summary>
public static class TargetBytes
{
    /// <summary>The bytes of each prediction's target, [predictions].</summary>
    /// <param name="documents">The corpus.</param>
    /// <param name="byteLengths">By token id: <see cref="Tokenization.Tokenizer.ByteLengths"/>.</param>
    public static int[] Each(TokenDocuments documents, ReadOnlySpan<int> byteLengths)
    {
        var bytes = new int[documents.PredictionCount];
        for (var (d, next) = (0, 0); d < documents.Count; d++)
            foreach (var target in TargetsOf(documents, d)) bytes[next++] = byteLengths[target];
        return bytes;
    }

    /// <summary>The bytes of all predictions' targets: those of the text, without each document's first token.</summary>
    public static long Total(TokenDocuments documents, ReadOnlySpan<int> byteLengths)
    {
        var total = 0L;
        for (var d = 0; d < documents.Count; d++)
            foreach (var target in TargetsOf(documents, d)) total += byteLengths[target];
        return total;
    }

    /// <summary>The sum of losses in bits over the bytes that they are of; NaN where there are none.</summary>
    /// <param name="meanNats">The mean loss of a prediction.</param>
    /// <param name="predictions">How many predictions.</param>
    /// <param name="bytes">The bytes of their targets.</param>
    public static double BitsPerByte(double meanNats, long predictions, long bytes) => bytes > 0 ? meanNats * predictions / (Math.Log(2) * bytes) : double.NaN;

    private static ReadOnlySpan<int> TargetsOf(TokenDocuments documents, int document) =>
        documents[document] is { IsEmpty: false } tokens ? tokens[1..] : [];
}
