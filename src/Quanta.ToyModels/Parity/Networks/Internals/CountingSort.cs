namespace Quanta.ToyModels.Parity.Networks.Internals;

internal static unsafe class CountingSort
{
    /// <summary>Sorts row numbers by small keys, stably.</summary>
    /// <param name="keys">[rows], in [0, keyCount).</param>
    /// <param name="rows">Rows.</param>
    /// <param name="keyCount">Distinct keys possible.</param>
    /// <param name="order">[rows], written: row numbers by ascending key, ascending within a key.</param>
    /// <param name="starts">[keyCount + 1], written: where each key's rows begin.</param>
    public static void Sort(int* keys, int rows, int keyCount, int* order, int* starts)
    {
        new Span<int>(starts, keyCount + 1).Clear();
        for (var row = 0; row < rows; row++) starts[keys[row] + 1]++;
        for (var key = 0; key < keyCount; key++) starts[key + 1] += starts[key];
        // While rows are placed, starts[key] runs to the end of its key, which is where the next begins; shifting by one restores the beginnings.
        for (var row = 0; row < rows; row++) order[starts[keys[row]]++] = row;
        for (var key = keyCount; key > 0; key--) starts[key] = starts[key - 1];
        starts[0] = 0;
    }
}
