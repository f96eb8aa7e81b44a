using System.Diagnostics.CodeAnalysis;

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

    /// <summary>Fails unless <paramref name="condition"/>.</summary>
    public static void That([DoesNotReturnIf(false)] bool condition, string sentence)
    {
        if (!condition) throw new UsageException(sentence);
    }
}
