using System.Diagnostics.CodeAnalysis;
using Quanta.Cli.Options;
using Quanta.Discovery.Ladder;
using Quanta.Discovery.Losses;

namespace Quanta.Cli.Verbs;

/// <summary>Checks that options which depend on each other are there.</summary>
internal static class Require
{
    public static string Option(string? value, string option, string meaning) =>
        string.IsNullOrEmpty(value) ? throw new UsageException($"{option} is required: {meaning}.") : value;

    public static string Single(IEnumerable<string> values, string option, string meaning)
    {
        var given = values.ToList();
        return given.Count == 1 ? given[0] : throw new UsageException($"{option} is required exactly once: {meaning}. It was given {given.Count} times.");
    }

    /// <summary>All models and checkpoints that --model names. Results carry their names, so these must differ.</summary>
    public static IReadOnlyList<ModelFolder> Models(IEnumerable<string> values)
    {
        var models = values.SelectMany(ModelPaths.Find).ToList();
        if (models.GroupBy(model => model.Name).FirstOrDefault(same => same.Count() > 1) is not { } same) return models;
        throw new UsageException($"Results carry the names of models, which must differ, but {string.Join(" and ", same.Select(model => model.Path))} are both "
            + $"called {same.Key}. Give one of the folders another name, or link to it under one: ln -s {Path.GetFullPath(same.Last().Path)} other-{same.Key}.");
    }

    /// <summary>The one model that --model names.</summary>
    public static ModelFolder Model(IEnumerable<string> values, string meaning)
    {
        var path = Single(values, "--model", meaning);
        var models = ModelPaths.Find(path);
        return models.Count == 1 ? models[0] : throw new UsageException($"--model must name one model, but {path} holds {models.Count}. Name one of them.");
    }

    /// <summary>The one model that --model names, or the default of those that come along where it names none.</summary>
    public static ModelFolder ModelOrEmbedded(IEnumerable<string> values, string meaning) =>
        values.Any() ? Model(values, meaning) : ModelLadder.FindEmbedded(AppContext.BaseDirectory).Default!.Folder;

    /// <summary>Pairs KEY=VALUE by their keys, each of which may come once.</summary>
    /// <param name="pairs">As they were given.</param>
    /// <param name="option">Their option.</param>
    /// <param name="form">What a pair looks like, e.g. "KIND=N".</param>
    public static SortedDictionary<string, string> Pairs(IEnumerable<string> pairs, string option, string form)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var (key, value) = Pair(pair, option, form);
            That(values.TryAdd(key, value), $"{option} names each key once, but {key} comes twice.");
        }
        return values;
    }

    /// <summary>The key and the value of KEY=VALUE.</summary>
    public static (string Key, string Value) Pair(string pair, string option, string form) => pair.Split('=', 2) is [{ Length: > 0 } key, { Length: > 0 } value]
        ? (key, value)
        : throw new UsageException($"{option} must be {form}, but it is \"{pair}\".");

    /// <summary>Fails unless <paramref name="condition"/>.</summary>
    public static void That([DoesNotReturnIf(false)] bool condition, string sentence)
    {
        if (!condition) throw new UsageException(sentence);
    }
}
