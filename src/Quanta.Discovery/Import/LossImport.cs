using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Import;

/// <summary>Brings a table of losses into a run folder: losses/NAME.npy for each of its columns, in one pass over the file.</summary>
public static class LossImport
{
    private const int ValuesAtOnce = 1 << 20;

    /// <summary>Imports a matrix [predictions, columns] of nats, float16, float32 or float64.</summary>
    /// <param name="session">The run folder.</param>
    /// <param name="path">The .npy file.</param>
    /// <param name="columns">"model" or "model@checkpoint" for each column.</param>
    /// <param name="sizes">Models' parameters without embedding and output map; a model may be missing.</param>
    /// <exception cref="InvalidDataException">The table has another number of columns, or a loss is not finite or negative.</exception>
    public static void Run(RunSession session, string path, IReadOnlyList<string> columns, IReadOnlyDictionary<string, double> sizes)
    {
        using var table = NpyRowReader.Open(path);
        if (table.Columns != columns.Count)
            throw new InvalidDataException($"{path} must have {columns.Count} columns, one for each name, but it has {table.Columns}.");
        Run(session, [path], columns, sizes, () => Split(session, path, table, columns));
    }

    /// <summary>Imports arrays [models, checkpoints, predictions] of nats, whose predictions follow one another.</summary>
    /// <param name="session">The run folder.</param>
    /// <param name="paths">The .npy files, of equal models and checkpoints.</param>
    /// <param name="axes">Their models and steps.</param>
    /// <param name="sizes">As above.</param>
    /// <exception cref="InvalidDataException">An array has another shape, two files have one name, or a loss is not finite or negative.</exception>
    public static void Run(RunSession session, IReadOnlyList<string> paths, TrajectoryAxes axes, IReadOnlyDictionary<string, double> sizes)
    {
        foreach (var path in paths)
        {
            using var array = Npy.Open(path);
            if (array.Shape is not [var models, var steps, > 0] || models != axes.Models.Count || steps != axes.Steps.Count)
                throw new InvalidDataException(
                    $"{path} must have the shape ({axes.Models.Count}, {axes.Steps.Count}, predictions), but its shape is ({string.Join(", ", array.Shape)}).");
        }
        Run(session, paths, axes.Columns, sizes, () => Join(session, paths, axes));
    }

    private static void Run(
        RunSession session, IReadOnlyList<string> paths, IReadOnlyList<string> columns, IReadOnlyDictionary<string, double> sizes, Action work)
    {
        RequireDifferent(columns, "Every column needs a name of its own");
        RequireDifferent([.. paths.Select(file => Path.GetFileName(file))], "run.json knows the files by their names, so these must differ");
        if (columns.FirstOrDefault(name => name.Length == 0 || name.AsSpan().IndexOfAny('/', '\\') >= 0) is { } bad)
            throw new InvalidDataException($"A column's name becomes a file's name, so it must not be empty or hold a slash, but one is \"{bad}\".");
        var parameters = new JsonObject();
        foreach (var column in columns)
            if (sizes.TryGetValue(column.Split('@')[0], out var size)) parameters[column] = size;
        var stage = new StageDefinition(
            $"import/{Path.GetFileNameWithoutExtension(paths[0])}",
            new JsonObject { ["columns"] = new JsonArray([.. columns.Select(column => (JsonNode)column)]) },
            paths.ToDictionary(file => Path.GetFileName(file), file => session.Folder.Hashes.Sha256(file, session.Observer)),
            [.. columns.Select(RunArtifacts.Losses)])
        {
            Facts = new JsonObject { [LossStage.NonEmbeddingParameters] = parameters },
        };
        StageRunner.Run(session, stage, work);
    }

    private static void RequireDifferent(IReadOnlyList<string> names, string rule)
    {
        if (names.GroupBy(name => name).FirstOrDefault(name => name.Count() > 1) is { } twice)
            throw new InvalidDataException($"{rule}, but {twice.Key} comes {twice.Count()} times.");
    }

    private static void Split(RunSession session, string path, NpyRowReader table, IReadOnlyList<string> columns)
    {
        using var progress = session.Observer.Begin($"import of {Path.GetFileName(path)}", table.Rows, "predictions");
        using var writers = new ColumnWriters(session.Folder, columns, table.Rows);
        var rows = Math.Max(1, ValuesAtOnce / columns.Count);
        var values = new float[rows * columns.Count];
        for (long first = 0; first < table.Rows; first += rows)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            var count = (int)Math.Min(rows, table.Rows - first);
            table.ReadColumns(first, count, values.AsSpan(0, count * columns.Count));
            for (var column = 0; column < columns.Count; column++) writers.Write(column, values.AsSpan(column * count, count));
            progress.Advance(count);
        }
        writers.Complete();
    }

    private static void Join(RunSession session, IReadOnlyList<string> paths, TrajectoryAxes axes)
    {
        var arrays = paths.Select(Npy.Open).ToList();
        try
        {
            var predictions = arrays.Sum(array => array.Shape[2]);
            using var progress = session.Observer.Begin("import", axes.Columns.Count, "columns");
            using var writers = new ColumnWriters(session.Folder, axes.Columns, predictions);
            for (var column = 0; column < axes.Columns.Count; column++)
            {
                session.Cancellation.ThrowIfCancellationRequested();
                foreach (var array in arrays)
                {
                    var values = new float[array.Shape[2]];
                    array.Read(column * array.Shape[2], values.AsSpan());
                    writers.Write(column, values);
                }
                progress.Advance(1);
            }
            writers.Complete();
        }
        finally
        {
            foreach (var array in arrays) array.Dispose();
        }
    }
}

/// <summary>The models and training steps of arrays [models, checkpoints, predictions].</summary>
/// <param name="Models">Their names.</param>
/// <param name="Steps">Their steps.</param>
public sealed record TrajectoryAxes(IReadOnlyList<string> Models, IReadOnlyList<long> Steps)
{
    /// <summary>A column for each checkpoint of each model, the checkpoints of a model beside one another.</summary>
    public IReadOnlyList<string> Columns { get; } = [.. Models.SelectMany(model => Steps.Select(step => $"{model}@step{step}"))];

    /// <summary>Reads a JSON object with "models", a list of names, and "step_numbers", a list of whole numbers.</summary>
    /// <exception cref="InvalidDataException">It has no such lists.</exception>
    public static TrajectoryAxes Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var models = json.RootElement.GetProperty("models").EnumerateArray()
                .Select(model => model.GetString() ?? throw new FormatException("a name is null.")).ToList();
            var steps = json.RootElement.GetProperty("step_numbers").EnumerateArray().Select(step => step.GetInt64()).ToList();
            if (models.Count > 0 && steps.Count > 0) return new TrajectoryAxes(models, steps);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"{path} must be a JSON object with \"models\", a list of names, and \"step_numbers\", a list of whole numbers: {problem.Message}", problem);
        }
        throw new InvalidDataException($"{path} must name at least one model and one step, but it does not.");
    }
}

/// <summary>A file losses/NAME.npy for each column, filled side by side.</summary>
internal sealed class ColumnWriters : IDisposable
{
    private readonly NpyWriter<float>[] _writers;
    private readonly IReadOnlyList<string> _columns;

    public ColumnWriters(RunFolder folder, IReadOnlyList<string> columns, long predictions)
    {
        _columns = columns;
        _writers = [.. columns.Select(column => NpyWriter.Create<float>(folder.PathOf(RunArtifacts.Losses(column)), predictions))];
    }

    /// <summary>Adds to a column.</summary>
    /// <exception cref="InvalidDataException">A loss is not finite, or negative.</exception>
    public void Write(int column, ReadOnlySpan<float> losses)
    {
        if (LossRule.FirstBroken(losses) is >= 0 and var bad)
            throw new InvalidDataException(LossRule.Sentence(losses[bad], $"that of prediction {_writers[column].Written + bad} under {_columns[column]}"));
        _writers[column].Write(losses);
    }

    public void Complete()
    {
        foreach (var writer in _writers) writer.Complete();
    }

    public void Dispose()
    {
        foreach (var writer in _writers) writer.Dispose();
    }
}
