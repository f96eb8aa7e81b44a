using System.Reflection;
using CommandLine;

namespace Quanta.Cli.Parsing;

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
