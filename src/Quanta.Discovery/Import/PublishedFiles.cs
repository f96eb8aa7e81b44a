using Quanta.Formats.Numpy;
using Quanta.Formats.Pickles;
using Quanta.Formats.Tensors;

namespace Quanta.Discovery.Import;

/// <summary>Reads the artifacts that the authors of the quantization model published, as their scripts wrote them.</summary>
/// <remarks>Michaud et al. 2023, repository ejmichaud/quantization-model: num_params.pt, zero_and_induction_idxs.pkl, full_more.pt, clusters_full_more.pkl.
/// A file that holds something else is an <see cref="InvalidDataException"/> that says what was expected.</remarks>
public static class PublishedFiles
{
    /// <summary>num_params.pt: a dictionary from a model's name to its parameters without embedding and output map, without embedding, and in all.</summary>
    /// <returns>The first of the three.</returns>
    public static IReadOnlyDictionary<string, double> ReadModelSizes(string path)
    {
        using var file = TorchFile.Open(path);
        var models = file.Root as PickleDictionary ?? throw Bad(path, "a dictionary from models to their sizes");
        return models.ToDictionary(model => model.Key as string ?? throw Bad(path, "a dictionary whose keys are names"), model => SizeOf(path, model.Value));
    }

    /// <summary>zero_and_induction_idxs.pkl: indices of low losses without inducible ones, of all low losses, and of inducible predictions.</summary>
    public static PublishedCandidates ReadCandidates(string path) =>
        Pickle.Read(path) is object?[] and [var candidates, var low, var inducible]
            ? new PublishedCandidates(Ascending(path, candidates), Integers(path, low), Integers(path, inducible))
            : throw Bad(path, "a tuple of three sequences of prediction indices");

    /// <summary>full_more.pt: prediction indices [n], their gradients' cosines [n, n], and those of the gradients' absolute values [n, n].</summary>
    public static PublishedSimilarity ReadSimilarity(string path)
    {
        using var file = TorchFile.Open(path);
        if (Three(file.Root) is not [var indices, TorchTensor cosine, TorchTensor absolute]) throw Bad(path, "a tuple of prediction indices and two matrices");
        var predictions = Integers(path, indices);
        return new PublishedSimilarity(predictions, Matrix(path, cosine, predictions.Length), Matrix(path, absolute, predictions.Length));
    }

    /// <summary>clusters_full_more.pkl: a dictionary from the number of clusters to labels by the angular similarity and labels by the cosine of absolute
    /// values.</summary>
    public static IReadOnlyList<PublishedClusters> ReadClusters(string path)
    {
        var counts = Pickle.Read(path) as PickleDictionary ?? throw Bad(path, "a dictionary from numbers of clusters to labels");
        var clusters = counts.Select(entry => entry is { Key: long and > 0 and <= int.MaxValue and var count, Value: object?[] and [var angular, var absolute] }
            ? new PublishedClusters((int)count, Labels(path, angular), Labels(path, absolute))
            : throw Bad(path, "a dictionary from numbers of clusters to two lists of labels")).OrderBy(entry => entry.Count).ToList();
        if (clusters.Count == 0 || clusters.SelectMany(entry => new[] { entry.Angular, entry.Absolute }).Any(labels => labels.Length != clusters[0].Angular.Length))
            throw Bad(path, "labels of the same tokens for every number of clusters");
        return clusters;
    }

    private static double SizeOf(string path, object? sizes) =>
        Three(sizes) is [long and > 0 and var parameters, _, _] ? parameters : throw Bad(path, "three whole numbers above 0 for every model");

    /// <summary>A tuple or a list of three, or null.</summary>
    private static IReadOnlyList<object?>? Three(object? value) =>
        value is object?[] or PickleList && (IReadOnlyList<object?>)value is { Count: 3 } three ? three : null;

    private static int[] Labels(string path, object? labels) =>
        [.. Integers(path, labels).Select(label => label is >= 0 and <= int.MaxValue ? (int)label : throw Bad(path, "labels of at least 0"))];

    private static long[] Ascending(string path, object? indices)
    {
        var values = Integers(path, indices);
        for (var i = 1; i < values.Length; i++)
            if (values[i] <= values[i - 1]) throw Bad(path, "candidates in ascending order");
        return values;
    }

    private static long[] Integers(string path, object? sequence)
    {
        switch (sequence)
        {
            case PickleList list when list.TryGetIntegers(out var values):
                return values.ToArray();
            case NpyArray { Shape.Count: 1 } array:
                return array.ToInt64();
            case TorchTensor { Shape.Count: 1 } tensor:
                var elements = new long[tensor.Count];
                tensor.Read(elements);
                return elements;
            default:
                throw Bad(path, "whole numbers in a list, an array or a tensor");
        }
    }

    private static float[] Matrix(string path, TorchTensor tensor, int points)
    {
        if (tensor.Shape is not [var rows, var columns] || rows != points || columns != points)
            throw Bad(path, $"matrices of {points} x {points}, as many as there are indices");
        var values = new float[tensor.Count];
        tensor.Read(values);
        return values;
    }

    private static InvalidDataException Bad(string path, string expected) =>
        new($"{path} must hold {expected}, as the published file of its kind does, but it holds something else.");
}

/// <summary>What zero_and_induction_idxs.pkl holds, as global prediction indices.</summary>
/// <param name="Candidates">Predictions with a low loss that are not inducible, ascending.</param>
/// <param name="LowLoss">Predictions with a low loss.</param>
/// <param name="Inducible">Predictions that an earlier copy of their trigram foretells.</param>
public sealed record PublishedCandidates(long[] Candidates, long[] LowLoss, long[] Inducible);

/// <summary>What full_more.pt holds.</summary>
/// <param name="Predictions">Global prediction indices, [n].</param>
/// <param name="Cosine">Of gradients, float32 [n, n], row-major.</param>
/// <param name="AbsoluteCosine">Of the gradients' absolute values, float32 [n, n], row-major.</param>
public sealed record PublishedSimilarity(long[] Predictions, float[] Cosine, float[] AbsoluteCosine);

/// <summary>What clusters_full_more.pkl holds for one number of clusters.</summary>
/// <param name="Count">The number of clusters asked for.</param>
/// <param name="Angular">Labels by the angular similarity of gradients, [n].</param>
/// <param name="Absolute">Labels by the cosine of absolute gradients, [n].</param>
public sealed record PublishedClusters(int Count, int[] Angular, int[] Absolute);

/// <summary>What the columns of the published loss tables are.</summary>
public static class PublishedLosses
{
    private const int StepsBetweenCheckpoints = 1000, Checkpoints = 143;

    /// <summary>The models of pythia-1.npy and pythia-2.npy, in the order of their columns.</summary>
    public static IReadOnlyList<string> Models { get; } =
        ["pythia-19m", "pythia-125m", "pythia-350m", "pythia-800m", "pythia-1.3b", "pythia-2.7b", "pythia-6.7b"];

    /// <summary>The columns of a table of one model over training: steps 1000, 2000, ..., 143000.</summary>
    public static IReadOnlyList<string> Steps(string model) => [.. Enumerable.Range(1, Checkpoints).Select(i => $"{model}@step{i * StepsBetweenCheckpoints}")];

    /// <summary>The columns of a published file by its name, or null: pythia-1.npy, pythia-2.npy, timeseries19m.npy and its kin, pythia-19m.npy and its
    /// kin.</summary>
    public static IReadOnlyList<string>? ColumnsOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (name is "pythia-1" or "pythia-2") return Models;
        var model = name.StartsWith("timeseries", StringComparison.Ordinal) ? "pythia-" + name["timeseries".Length..].TrimStart('-', '_') : name;
        return Models.Contains(model) ? Steps(model) : null;
    }
}
