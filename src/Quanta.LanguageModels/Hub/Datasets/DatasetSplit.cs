namespace Quanta.LanguageModels.Hub.Datasets;

/// <summary>The Parquet files of one split of one configuration of a data set.</summary>
/// <param name="Config">The configuration's name; "default" where the data set declares none.</param>
/// <param name="Name">The split, e.g. train.</param>
/// <param name="Paths">Its files in the order of their rows: by path, in ordinal order.</param>
public sealed record DatasetSplit(string Config, string Name, IReadOnlyList<string> Paths)
{
    /// <summary>The configuration of a data set that declares none, and of several the one that is meant where none is named.</summary>
    public const string DefaultConfig = "default";

    /// <summary>The split that is meant where none is named.</summary>
    internal const string DefaultName = "train";

    /// <summary>Whether they are a copy by the hub that holds only the beginning, the first 5 GB.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether the data set says that its configuration is the one that is meant where none is named.</summary>
    public bool IsOfDefaultConfig { get; init; }

    /// <summary>The split that a user means.</summary>
    /// <param name="splits">All that there are.</param>
    /// <param name="config">The configuration; null for the only one, or the default.</param>
    /// <param name="split">The split; null for train, or the only one.</param>
    /// <param name="dataset">What messages call the data set.</param>
    /// <exception cref="InvalidDataException">There is none of that name, or several and none is named.</exception>
    public static DatasetSplit Choose(IReadOnlyList<DatasetSplit> splits, string? config, string? split, string dataset)
    {
        string[] configs = [.. splits.Select(each => each.Config).Distinct()];
        var chosen = config ?? splits.FirstOrDefault(each => each.IsOfDefaultConfig || each.Config == DefaultConfig)?.Config ?? (configs is [var only] ? only : null)
            ?? throw new InvalidDataException($"{dataset} has {configs.Length} configurations: name one with --config: {string.Join(", ", configs)}.");
        DatasetSplit[] ofConfig = [.. splits.Where(each => each.Config == chosen)];
        if (ofConfig.Length == 0) throw new InvalidDataException($"{dataset} has no configuration {chosen}; there are {string.Join(", ", configs)}.");
        return ofConfig.FirstOrDefault(each => each.Name == (split ?? DefaultName))
            ?? (split is null && ofConfig is [var single] ? single : null)
            ?? throw new InvalidDataException(
                $"{dataset} has no split {split ?? DefaultName} in its configuration {chosen}: name one with --split: "
                + $"{string.Join(", ", ofConfig.Select(each => each.Name))}.");
    }
}
