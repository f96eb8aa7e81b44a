using Quanta.Numerics.Random;
using Quanta.ToyModels.Parity.Internals;

namespace Quanta.ToyModels.Parity.Data;

/// <summary>Uniform random bits, drawn tile by tile from streams of their own: the same rows for any number of threads.</summary>
internal static class FreshRows
{
    /// <summary>Fills the bits and labels of a tile of a batch whose counts are set.</summary>
    public static void FillTile(BitRows rows, int tile, ulong seed, RandomPurpose purpose, long step, int firstPart = 0)
    {
        var random = new Philox(seed, RandomStreams.Of(purpose, step, firstPart + tile));
        var words = rows.Task.WordsPerRow;
        var unused = words * 64 - rows.Task.Bits;
        var start = tile * BitRows.TileRows;
        var end = Math.Min(rows.Count, start + BitRows.TileRows);
        for (var row = start; row < end; row++)
        {
            for (var word = 0; word < words; word++)
                rows.SetWord(row, word, word == words - 1 ? random.NextUInt64() >> unused : random.NextUInt64());
        }
        rows.Label(start, end);
    }

    public static void Fill(BitRows rows, ulong seed, RandomPurpose purpose, long step, int firstPart = 0, int threads = 1) =>
        WorkSplit.Run(rows.Tiles, threads, tile => FillTile(rows, tile, seed, purpose, step, firstPart));
}
