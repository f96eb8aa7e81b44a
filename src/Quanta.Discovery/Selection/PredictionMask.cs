using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Selection;

/// <summary>Reads which predictions may be selected from a file.</summary>
public static class PredictionMask
{
    /// <summary>A mask of all predictions from an .npy file that holds one, or indices.</summary>
    /// <param name="path">bool or uint8 [predictions], 0 and 1, or int64 global prediction indices in any order, each once.</param>
    /// <param name="predictions">The corpus's number of predictions.</param>
    /// <exception cref="InvalidDataException">The file holds something else, or an index that the corpus does not have.</exception>
    public static bool[] Read(string path, long predictions)
    {
        var array = Npy.Read(path);
        return array switch
        {
            { Shape.Count: 1, Type: NpyType.Bool or NpyType.UInt8 } => OfFlags(path, array.ToInt32(), predictions),
            { Shape.Count: 1, Type: NpyType.Int64 } => OfIndices(path, array.ToInt64(), predictions),
            _ => throw new InvalidDataException(
                $"{path} must hold a mask, bool or uint8 [predictions], or int64 indices of predictions, but it holds {array.Type} of shape ({string.Join(", ", array.Shape)})."),
        };
    }

    private static bool[] OfFlags(string path, int[] flags, long predictions)
    {
        if (flags.Length != predictions)
            throw new InvalidDataException($"{path} must have one entry a prediction: the corpus has {predictions} predictions, but the mask has {flags.Length} entries.");
        if (Array.FindIndex(flags, flag => flag > 1) is >= 0 and var bad)
            throw new InvalidDataException($"{path} must hold 0 and 1 alone, but entry {bad} is {flags[bad]}. A list of indices must be int64.");
        return Array.ConvertAll(flags, flag => flag == 1);
    }

    private static bool[] OfIndices(string path, long[] indices, long predictions)
    {
        var mask = new bool[predictions];
        foreach (var index in indices)
        {
            if (index < 0 || index >= predictions)
                throw new InvalidDataException($"{path} must hold indices of the corpus's {predictions} predictions, from 0 on, but it has {index}.");
            if (mask[index]) throw new InvalidDataException($"{path} must hold each prediction once, but it has {index} more than once.");
            mask[index] = true;
        }
        return mask;
    }
}
