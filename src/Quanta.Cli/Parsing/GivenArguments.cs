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
