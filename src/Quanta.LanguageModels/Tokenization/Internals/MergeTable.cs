using System.Numerics;

namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>Which pairs of neighbouring tokens merge, into what, and in which order: the learned part of byte-pair encoding.</summary>
/// <remarks>A flat table with linear probing, at most half full: one touch of memory a lookup, most of which find nothing.</remarks>
internal sealed class MergeTable
{
    /// <summary>The merge of a pair that does not merge; greater than every other.</summary>
    public const ulong None = ulong.MaxValue;

    private readonly (ulong Pair, ulong Merge)[] _slots;
    private readonly int _shift;

    /// <param name="merges">Left and right token and what they merge into, in order of rank. A pair named twice keeps its later rank, as in
    /// Hugging Face's reader.</param>
    public MergeTable(IReadOnlyList<(int Left, int Right, int Merged)> merges)
    {
        var size = BitOperations.RoundUpToPowerOf2((uint)merges.Count * 2 + 2);
        _shift = 64 - BitOperations.Log2(size);
        _slots = new (ulong, ulong)[size];
        Array.Fill(_slots, (0UL, None));
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right, merged) = merges[rank];
            SlotOf(Pack(left, right)) = (Pack(left, right), Pack(rank, merged));
        }
    }

    /// <summary>The merge of two neighbours: rank in the upper half (the smallest merges first), merged token in the lower half.</summary>
    public ulong Of(int left, int right) => SlotOf(Pack(left, right)).Merge;

    public static int Merged(ulong merge) => (int)(uint)merge;

    public static uint Rank(ulong merge) => (uint)(merge >> 32);

    /// <summary>The slot that holds the pair, or the empty one where it belongs.</summary>
    private ref (ulong Pair, ulong Merge) SlotOf(ulong pair)
    {
        var mask = _slots.Length - 1;
        for (var index = (int)(pair * 0x9E3779B97F4A7C15 >> _shift); ; index = (index + 1) & mask)
        {
            ref var slot = ref _slots[index];
            if (slot.Pair == pair || slot.Merge == None) return ref slot;
        }
    }

    private static ulong Pack(int high, int low) => (ulong)(uint)high << 32 | (uint)low;
}
