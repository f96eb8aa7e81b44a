using Quanta.Cli.Options;

namespace Quanta.Cli.Parsing;

/// <summary>Arguments that may be written otherwise than the parser knows them: options of 0.1.0, and options that are longer where another verb has the short name.</summary>
internal static class RenamedArguments
{
    private static readonly (Type Of, string Written, string Name)[] Options =
    [
        (typeof(ISimilarityOptions), "--vectors", "--similarity"),
        (typeof(IWindowOptions), "--stride", "--window-stride"),
    ];

    /// <summary>The arguments of a verb as the parser knows them. What the verb itself has under a written name stays.</summary>
    public static string[] Renew(Type verb, string[] arguments)
    {
        var own = CommandArguments.OptionsOf(verb).Select(option => "--" + option.Option.LongName).ToHashSet();
        string[] renewed = [.. arguments];
        foreach (var (_, written, name) in Options.Where(option => verb.IsAssignableTo(option.Of) && !own.Contains(option.Written)))
            for (var i = 0; i < renewed.Length; i++)
                if (renewed[i] == written || renewed[i].StartsWith(written + "=", StringComparison.Ordinal)) renewed[i] = name + renewed[i][written.Length..];
        return renewed;
    }
}
