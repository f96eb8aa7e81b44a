using Quanta.Cli.Verbs;
using Quanta.Discovery.Losses;
using Quanta.LanguageModels.Hub;

namespace Quanta.Cli.Options;

/// <summary>What names of models, a family and a choice of checkpoints mean together: one name a checkpoint.</summary>
/// <param name="StepsOf">The steps of the checkpoints of a model of the hub that is no Pythia.</param>
/// <param name="TakesFolders">Whether a name may be a folder.</param>
internal sealed record ModelNames(Func<string, IReadOnlyList<long>> StepsOf, bool TakesFolders)
{
    /// <param name="models">Folders, OWNER/NAME, or OWNER/NAME@REVISION with one or several revisions.</param>
    /// <param name="family">A family, all of whose models are meant beside; null for none.</param>
    /// <param name="checkpoints">Which checkpoints are meant; null for what is named.</param>
    /// <exception cref="UsageException">Checkpoints of a checkpoint are asked for.</exception>
    public IReadOnlyList<string> Of(IEnumerable<string> models, string? family, string? checkpoints)
    {
        var all = models.Concat(family is null ? [] : Pythia.ModelsOf(family));
        var steps = checkpoints is null ? null : CheckpointSteps.Parse(checkpoints);
        return [.. all.SelectMany(model => steps is null ? Revisions(model) : Chosen(model, steps)).Distinct()];
    }

    private bool IsFolder(string name) => TakesFolders && Directory.Exists(name);

    private IEnumerable<string> Revisions(string name) => IsFolder(name) || name.Split('@') is not [var model, .. { Length: > 0 } revisions]
        ? [IsFolder(name) ? name : Known(name)]
        : revisions.Select(revision => $"{Known(model)}@{revision}");

    private IEnumerable<string> Chosen(string name, CheckpointSteps steps)
    {
        if (IsFolder(name)) return ChosenIn(name, steps);
        Require.That(
            !name.Contains('@', StringComparison.Ordinal), $"--checkpoints chooses among all checkpoints of a model, so {name} must be named without a revision.");
        var model = Known(name);
        return steps.Choose(Pythia.NameOf(model) is null ? StepsOf(model) : Pythia.StepsOf(model), model).Select(step => $"{model}@{CheckpointSteps.BranchOf(step)}");
    }

    private static IEnumerable<string> ChosenIn(string folder, CheckpointSteps steps)
    {
        var checkpoints = ModelFolder.Find(folder).SelectMany(model => model.Checkpoints())
            .Where(checkpoint => checkpoint.Step is not null).ToLookup(checkpoint => checkpoint.Step!.Value);
        return steps.Choose(checkpoints.Select(same => same.Key), folder).Select(step => checkpoints[step].First().Path);
    }

    /// <summary>The hub's name of today for a Pythia model; others as they are.</summary>
    private static string Known(string name) => Pythia.NameOf(name) ?? name;
}
