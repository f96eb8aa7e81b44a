namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>Which pairs of neighbouring tokens merge, into what, and in which order: the learned part of byte-pair encoding.</summary>
internal sealed class MergeTable
{
    /// <summary>The merge of a pair that does not merge; greater than every other.</summary>
    public const ulong None = ulong.MaxValue;

    private readonly Dictionary<ulong, ulong> _merges = [];

    /// <summary>A pair named twice keeps its later rank, as in Hugging Face's reader.</summary>
    public void Add(int left, int right, int rank, int merged) => _merges[Pack(left, right)] = Pack(rank, merged);

    /// <summary>The merge of two neighbours: rank in the upper half (the smallest merges first), merged token in the lower half.</summary>
    public ulong Of(int left, int right) => _merges.TryGetValue(Pack(left, right), out var merge) ? merge : None;

    public static int Merged(ulong merge) => (int)(uint)merge;

    public static uint Rank(ulong merge) => (uint)(merge >> 32);

    private static ulong Pack(int high, int low) => (ulong)(uint)high << 32 | (uint)low;
}
