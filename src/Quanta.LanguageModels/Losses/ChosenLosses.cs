using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Losses;

/// <summary>The losses of some predictions only: their documents are read up to the last of them.</summary>
public sealed class ChosenLosses
{
    private readonly TokenDocuments _documents;
    private readonly int[] _places;

    /// <param name="documents">The corpus.</param>
    /// <param name="predictions">Global prediction indices, in any order, repeated or not.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such prediction.</exception>
    public ChosenLosses(TokenDocuments documents, IReadOnlyList<long> predictions)
    {
        var located = predictions.Select(documents.Locate).ToArray();
        var lasts = new SortedDictionary<int, int>();
        foreach (var (document, position) in located) lasts[document] = Math.Max(position, lasts.GetValueOrDefault(document));
        var (tokens, offsets, firsts) = (new List<int>(), new List<long> { 0 }, new Dictionary<int, int>());
        foreach (var (document, last) in lasts)
        {
            firsts[document] = tokens.Count - firsts.Count;
            tokens.AddRange(documents[document][..(last + 2)]);
            offsets.Add(tokens.Count);
        }
        _documents = new TokenDocuments(tokens.ToArray(), [.. offsets], documents.Windows);
        _places = [.. located.Select(place => firsts[place.Document] + place.Position)];
    }

    /// <summary>[predictions], nats: the bits of <see cref="TokenLosses"/>.</summary>
    /// <exception cref="ArgumentException">A token is outside the vocabulary, or a context is too long.</exception>
    public float[] Compute(DecoderModel model, TokenLossesOptions options, CancellationToken cancellation = default)
    {
        var losses = TokenLosses.Compute(model, _documents, options, cancellation: cancellation);
        return [.. _places.Select(place => losses[place])];
    }
}
