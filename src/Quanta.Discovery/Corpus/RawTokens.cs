using Quanta.Formats.Numpy;
using Quanta.LanguageModels;

namespace Quanta.Discovery.Corpus;

/// <summary>A corpus from a plain array of token ids.</summary>
public static class RawTokens
{
    /// <summary>Reads integers [T], one document, or [documents, T].</summary>
    /// <exception cref="InvalidDataException">The array has another shape or is not of integers.</exception>
    public static TokenDocuments Read(string path)
    {
        var array = Npy.Read(path);
        return array.Shape.Count switch
        {
            1 => TokenDocuments.OfEqualLengths(array.ToInt32(), 1, (int)array.Shape[0]),
            2 => TokenDocuments.OfEqualLengths(array.ToInt32(), (int)array.Shape[0], (int)array.Shape[1]),
            _ => throw new InvalidDataException($"{path} must hold token ids as [T] or [documents, T], but it has {array.Shape.Count} dimensions."),
        };
    }
}
