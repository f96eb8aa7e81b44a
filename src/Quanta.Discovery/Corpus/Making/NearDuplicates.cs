namespace Quanta.Discovery.Corpus.Making;

/// <summary>Finds texts that are almost the same as one seen before: MinHash signatures of word shingles (Broder 1997), compared where a band of the
/// signature agrees.</summary>
/// <remarks>A signature holds, for each of 64 hash functions, the least hash of the text's shingles of five words; the share of equal entries estimates the
/// Jaccard similarity with a standard error of at most 1/16. Of 16 bands of 4 entries, a pair of similarity 0.8 shares at least one with probability 0.9998.</remarks>
internal sealed class NearDuplicates(double similarity)
{
    private const int Hashes = 64, Bands = 16, BandLength = Hashes / Bands, ShingleWords = 5;
    private readonly Dictionary<(int Band, ulong Key), List<int>> _buckets = [];
    private readonly List<ulong[]> _signatures = [];

    /// <summary>Whether an earlier text is at least as similar as asked; if none is, the text is remembered.</summary>
    public bool IsKnown(string text)
    {
        var signature = Signature(text);
        var keys = new (int, ulong)[Bands];
        for (var band = 0; band < Bands; band++) keys[band] = (band, BandKey(signature.AsSpan(band * BandLength, BandLength)));
        foreach (var key in keys)
            if (_buckets.TryGetValue(key, out var candidates) && candidates.Exists(c => Similarity(_signatures[c], signature) >= similarity)) return true;
        foreach (var key in keys)
        {
            if (!_buckets.TryGetValue(key, out var bucket)) _buckets.Add(key, bucket = []);
            bucket.Add(_signatures.Count);
        }
        _signatures.Add(signature);
        return false;
    }

    internal static double Similarity(ulong[] left, ulong[] right)
    {
        var equal = 0;
        for (var i = 0; i < Hashes; i++) equal += left[i] == right[i] ? 1 : 0;
        return (double)equal / Hashes;
    }

    internal static ulong[] Signature(string text)
    {
        var words = WordHashes(text);
        var signature = new ulong[Hashes];
        Array.Fill(signature, ulong.MaxValue);
        for (var first = 0; first <= Math.Max(0, words.Count - ShingleWords); first++)
        {
            var shingle = 0UL;
            for (var i = first; i < Math.Min(first + ShingleWords, words.Count); i++) shingle = Mix(shingle ^ words[i]);
            for (var h = 0; h < Hashes; h++) signature[h] = Math.Min(signature[h], Mix(shingle + (ulong)(h + 1) * 0x9E3779B97F4A7C15));
        }
        return signature;
    }

    /// <summary>A hash of each run of letters and digits, case aside.</summary>
    private static List<ulong> WordHashes(string text)
    {
        var (hashes, hash, inWord) = (new List<ulong>(text.Length / 5), 0UL, false);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                hash = Mix(hash ^ char.ToLowerInvariant(character));
                inWord = true;
            }
            else if (inWord)
            {
                hashes.Add(hash);
                (hash, inWord) = (0, false);
            }
        }
        if (inWord) hashes.Add(hash);
        return hashes;
    }

    private static ulong BandKey(ReadOnlySpan<ulong> band)
    {
        var key = 0UL;
        foreach (var value in band) key = Mix(key ^ value);
        return key;
    }

    /// <summary>The finaliser of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }
}
