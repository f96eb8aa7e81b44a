using Quanta.Discovery.Import;
using Quanta.Discovery.Runs;
using Quanta.Reporting.Charts;
using Quanta.Scaling.Losses;

namespace Quanta.Reporting.Scaling;

/// <summary>The losses of a run folder as one table.</summary>
public static class RunLosses
{
    /// <summary>Opens losses/NAME.npy of every model and checkpoint of the run, in the order in which they were made.</summary>
    /// <exception cref="InvalidDataException">The run has no losses, or they differ in length.</exception>
    public static NpyLossTable Open(RunFolder folder)
    {
        var columns = RunArtifacts.ModelsWithLosses(folder)
            .Select(name => (folder.PathOf(RunArtifacts.Losses(name)), LossColumn.Parse(name, RunArtifacts.NonEmbeddingParameters(folder, name)))).ToList();
        return columns.Count > 0
            ? NpyLossTable.OpenColumns(columns)
            : throw new InvalidDataException($"{folder.Path} has no losses. Compute them with `quanta losses --run {folder.Path} --model DIR`, or bring "
            + "them in with `quanta import`.");
    }
}

/// <summary>Models' parameters without embedding and output map, from a file.</summary>
public static class ModelSizes
{
    /// <summary>Reads the published num_params.pt, or a .csv with the columns model and parameters.</summary>
    /// <exception cref="InvalidDataException">The file holds something else, a model twice, or a size that is not a number above 0.</exception>
    public static IReadOnlyDictionary<string, double> Read(string path) =>
        Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? ReadCsv(path) : PublishedFiles.ReadModelSizes(path);

    private static Dictionary<string, double> ReadCsv(string path)
    {
        var table = FrameFiles.ReadCsv(path);
        if (!table.Names.Contains("model") || !table.Names.Contains("parameters") || table.Count == 0 || table.IsText("parameters"))
        {
            throw new InvalidDataException(
                $"{path} must have the columns model and parameters, the second of numbers, but it has {string.Join(", ", table.Names)} "
                + $"and {table.Count} rows.");
        }
        var sizes = new Dictionary<string, double>();
        foreach (var (model, parameters) in table.Text("model").Zip(table["parameters"]))
        {
            if (!(parameters > 0) || double.IsInfinity(parameters))
                throw new InvalidDataException($"{path} must give sizes above 0, but that of {model} is {parameters}.");
            if (!sizes.TryAdd(model, parameters)) throw new InvalidDataException($"{path} must name every model once, but it names {model} twice.");
        }
        return sizes;
    }
}
