using Quanta.Formats.Numpy;

namespace Quanta.Scaling.NextTokens;

/// <summary>Next-token distributions of several models after the same prefixes; the last model is the one to predict.</summary>
/// <remarks>The probabilities stay in half precision, as one block [prefixes, models, vocabulary]; rows are spans of it.</remarks>
public sealed class NextTokenData
{
    private readonly NpyArray _probabilities;

    /// <param name="name">What messages call the data: its file's path.</param>
    /// <param name="models">At least two names, in order of size, the target last.</param>
    /// <param name="prefixes">The texts.</param>
    /// <param name="probabilities">Float16, [prefixes, models, vocabulary]; not copied.</param>
    /// <param name="parameters">[models], each model's number of parameters; null reads them from the names.</param>
    /// <exception cref="InvalidDataException">The parts do not belong together, or the array is of another type.</exception>
    public NextTokenData(
        string name, IReadOnlyList<string> models, IReadOnlyList<string> prefixes, NpyArray probabilities, IReadOnlyList<double>? parameters = null)
    {
        if (probabilities.Type != NpyType.Float16)
            throw new InvalidDataException(
                $"{name} must hold probabilities of type float16, but holds {probabilities.Type}; convert them with numpy's astype('float16').");
        if (models.Count < 2) throw new InvalidDataException($"{name} must hold at least one smaller model and the target, but holds {models.Count} models.");
        var shape = probabilities.Shape;
        if (shape.Count != 3 || shape[0] != prefixes.Count || shape[1] != models.Count || shape[2] < 1)
        {
            throw new InvalidDataException(
                $"{name} must hold probabilities of shape ({prefixes.Count}, {models.Count}, vocabulary), but theirs is ({string.Join(", ", shape)}).");
        }
        if (parameters is not null && (parameters.Count != models.Count || parameters.Any(count => !(count > 0))))
            throw new InvalidDataException(
                $"{name} must give a positive number of parameters for each of {models.Count} models, but gives {string.Join(", ", parameters)}.");
        (Name, Models, Prefixes, _probabilities) = (name, models, prefixes, probabilities);
        Parameters = parameters ?? [.. models.Select(ModelSizes.FromName)];
    }

    public string Name { get; }

    public IReadOnlyList<string> Models { get; }

    public IReadOnlyList<string> Prefixes { get; }

    /// <summary>[models]: numbers of parameters; NaN where a name does not say.</summary>
    public IReadOnlyList<double> Parameters { get; }

    public int Vocabulary => (int)_probabilities.Shape[2];

    internal NpyArray Probabilities => _probabilities;

    /// <summary>The same data with these numbers of parameters, [models].</summary>
    /// <exception cref="InvalidDataException">There is not one positive number a model.</exception>
    public NextTokenData WithParameters(IReadOnlyList<double> parameters) => new(Name, Models, Prefixes, _probabilities, parameters);

    /// <summary>The smaller models' distributions after one prefix.</summary>
    public SmallerModels Smaller(int prefix) => new(prefix, Block(prefix)[..^Vocabulary], Parameters);

    /// <summary>The target's distribution after one prefix, [vocabulary].</summary>
    public ReadOnlySpan<Half> Target(int prefix) => Block(prefix)[^Vocabulary..];

    private ReadOnlySpan<Half> Block(int prefix)
    {
        var size = Models.Count * Vocabulary;
        return _probabilities.Values<Half>().Slice(checked(prefix * size), size);
    }
}

/// <summary>The smaller models' next-token distributions after one prefix: what a strategy may look at.</summary>
public readonly ref struct SmallerModels
{
    private readonly ReadOnlySpan<Half> _block;

    internal SmallerModels(int prefix, ReadOnlySpan<Half> block, IReadOnlyList<double> parameters)
    {
        Prefix = prefix;
        _block = block;
        Parameters = parameters;
    }

    /// <summary>The prefix's index.</summary>
    public int Prefix { get; }

    /// <summary>How many smaller models there are.</summary>
    public int Count => Parameters.Count - 1;

    public int Vocabulary => _block.Length / Count;

    /// <summary>[Count + 1]: numbers of parameters, the target's last; NaN where one is not known.</summary>
    public IReadOnlyList<double> Parameters { get; }

    /// <summary>One model's distribution, [Vocabulary].</summary>
    public ReadOnlySpan<Half> this[int model] => _block.Slice(model * Vocabulary, Vocabulary);
}
