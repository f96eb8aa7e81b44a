using System.Reflection;
using CommandLine;
using CommandLine.Text;
using Quanta.Cli.Verbs;

namespace Quanta.Cli.Output;

/// <summary>The order of a verb's arguments in its help: what it takes, its own options, those of every verb, and help itself.</summary>
internal static class HelpOrder
{
    private static readonly HashSet<string> OfEveryVerb =
        [.. typeof(Verb).GetProperties().Select(property => property.GetCustomAttribute<OptionAttribute>()?.LongName).OfType<string>()];

    /// <summary>Compares two arguments of one verb; within a group the order of the code stays.</summary>
    public static int Compare(ComparableOption one, ComparableOption other) => (GroupOf(one), one.Index).CompareTo((GroupOf(other), other.Index));

    private static int GroupOf(ComparableOption argument) => argument switch
    {
        { IsValue: true } => 0,
        { LongName: "help" or "version" } => 3,
        _ => OfEveryVerb.Contains(argument.LongName) ? 2 : 1,
    };
}
