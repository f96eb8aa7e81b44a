using System.Reflection;
using CommandLine;

namespace Quanta.Cli.Parsing;

/// <summary>Looks at a command line before the parser does, which drops commas from numbers (0,1 would be 1), takes NaN for one, and of an option that
/// is given twice only the last.</summary>
internal static class GivenArguments
{
    /// <param name="verb">Whose options the arguments are.</param>
    /// <param name="arguments">What follows the verb's name.</param>
    /// <exception cref="UsageException">An option that takes numbers was given something else, or one that takes a single value comes twice.</exception>
    public static void Check(Type verb, IReadOnlyList<string> arguments)
    {
        var options = KnownOption.Of(verb).SelectMany(option => option.Names.Select(name => (name, option))).ToDictionary();
        var given = new HashSet<KnownOption>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, attached) = Split(arguments[i]);
            if (!options.TryGetValue(name, out var option)) continue;
            if (!given.Add(option) && !option.IsList) throw new UsageException($"{name} is given twice, but it takes one value.");
            if (attached is not null) option.Check(attached);
            else foreach (var value in arguments.Skip(i + 1).TakeWhile(IsValue).Take(option.IsList ? int.MaxValue : 1)) option.Check(value);
        }
    }

    /// <summary>The name in --name, --name=value, -x or -xvalue, and the value.</summary>
    private static (string Name, string? Value) Split(string argument)
    {
        if (argument.StartsWith("--", StringComparison.Ordinal)) return argument.Split('=', 2) is [var name, var value] ? (name, value) : (argument, null);
        return argument is ['-', var letter, .. var rest] ? ($"-{letter}", rest.Length > 0 ? rest : null) : ("", null);
    }

    /// <summary>Whether the parser takes an argument for a value: -5 is a number.</summary>
    private static bool IsValue(string argument) => argument is not ['-', not (>= '0' and <= '9'), ..];
}

/// <summary>An option of a verb, as far as its arguments are looked at before they are parsed.</summary>
/// <param name="Names">As they are written, e.g. "--count" and "-k".</param>
/// <param name="IsList">Whether it takes several values.</param>
/// <param name="Separator">What stands between a list's values in one argument; '\0' for nothing.</param>
/// <param name="Number">What its values must be; null where they are no numbers.</param>
internal sealed record KnownOption(IReadOnlyList<string> Names, bool IsList, char Separator, NumberRule? Number)
{
    /// <summary>The options of a verb, its own and those of the interfaces that it is made of.</summary>
    public static IEnumerable<KnownOption> Of(Type verb) =>
        CommandArguments.OptionsOf(verb).Select(each => Of(each.Option, each.Property));

    /// <exception cref="UsageException">The option takes numbers, and the argument, or an entry of it, is none.</exception>
    public void Check(string argument)
    {
        if (Number is null) return;
        foreach (var text in IsList && Separator != '\0' ? argument.Split(Separator) : [argument])
            if (Number.ProblemOf(text, IsList) is { } problem) throw new UsageException($"{Names[0]} {problem}");
    }

    private static KnownOption Of(OptionAttribute option, PropertyInfo property)
    {
        var type = property.PropertyType;
        var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>);
        var number = NumberRule.Of(type, option.Default is double.PositiveInfinity, [.. property.GetCustomAttributes<BoundAttribute>()]);
        return new KnownOption([.. NamesOf(option)], isList, option.Separator, number);
    }

    private static IEnumerable<string> NamesOf(OptionAttribute option)
    {
        if (option.LongName.Length > 0) yield return "--" + option.LongName;
        if (option.ShortName.Length > 0) yield return "-" + option.ShortName;
    }
}
