namespace Quanta.Formats.Pickles;

/// <summary>What a pickle may hold beyond plain data and NumPy arrays.</summary>
public sealed record PickleOptions
{
    /// <summary>Further globals that may be called, by their full Python names ("collections.Counter"): from the arguments to a value. An argument
    /// that does not fit is reported by a <see cref="FormatException"/>.</summary>
    public IReadOnlyDictionary<string, Func<IReadOnlyList<object?>, object?>> Globals { get; init; } =
        new Dictionary<string, Func<IReadOnlyList<object?>, object?>>();
}
