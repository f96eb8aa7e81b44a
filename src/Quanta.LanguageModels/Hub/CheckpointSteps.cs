using System.Globalization;

namespace Quanta.LanguageModels.Hub;

/// <summary>Which of a training's checkpoints are meant: all, some evenly over the logarithm of the step, or those named.</summary>
public sealed class CheckpointSteps
{
    private const string AllName = "all", LogName = "log", BranchPrefix = "step";
    private readonly string _text;
    private readonly long[]? _named;

    private CheckpointSteps(string text, long[]? named) => (_text, _named) = (text, named);

    /// <summary>Reads "all", "log" or steps such as "1000,2000".</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static CheckpointSteps Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text is AllName or LogName) return new CheckpointSteps(text, named: null);
        long?[] steps = [.. text.Split(',').Select(each => StepOf(BranchPrefix + each))];
        if (steps.Contains(null)) throw new ArgumentException($"Checkpoints are log, all or steps such as 1000,2000, but not \"{text}\".");
        return new CheckpointSteps(text, [.. steps.OfType<long>().Distinct().Order()]);
    }

    /// <summary>The chosen among the checkpoints that there are, ascending. "log" takes the first, then each time the one nearest to twice the step before,
    /// up to the last.</summary>
    /// <param name="available">The steps that there are.</param>
    /// <param name="model">What messages call the model.</param>
    /// <exception cref="InvalidDataException">There are none, or not those that are named.</exception>
    public IReadOnlyList<long> Choose(IEnumerable<long> available, string model)
    {
        long[] all = [.. available.Distinct().Order()];
        if (all.Length == 0) throw new InvalidDataException($"{model} has no checkpoints to choose from.");
        if (_named is not null)
        {
            if (_named.Except(all).ToArray() is not { Length: > 0 } missing) return _named;
            throw new InvalidDataException(
                $"{model} has no checkpoint of step {string.Join(", ", missing)}; its {all.Length} checkpoints are of steps {Shortened(all)}.");
        }
        return _text == AllName ? all : Doubled(all);
    }

    /// <summary>The step of a branch or a folder, e.g. 1500 of "step1500"; null for other names.</summary>
    public static long? StepOf(string branch)
    {
        if (!branch.StartsWith(BranchPrefix, StringComparison.Ordinal)) return null;
        return long.TryParse(branch.AsSpan(BranchPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;
    }

    /// <summary>The branch of a step, as published models call it.</summary>
    public static string BranchOf(long step) => string.Create(CultureInfo.InvariantCulture, $"{BranchPrefix}{step}");

    public override string ToString() => _text;

    private static List<long> Doubled(long[] all)
    {
        var chosen = new List<long> { all[0] };
        while (chosen[^1] < all[^1]) chosen.Add(all.Where(step => step > chosen[^1]).MinBy(step => Math.Abs(step - 2.0 * chosen[^1])));
        return chosen;
    }

    private static string Shortened(long[] steps) => steps.Length <= 6 ? string.Join(", ", steps) : $"{string.Join(", ", steps[..4])}, ..., {steps[^1]}";
}
