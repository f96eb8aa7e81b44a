using Quanta.Cli.Options;
using Quanta.Discovery.Similarity;

namespace Quanta.Cli.Parsing;

/// <summary>Arguments that may be written otherwise than the parser knows them: options of 0.1.0, options that are longer where another verb has the short name, names of two words.</summary>
internal static class RenamedArguments
{
    private static readonly (Type Of, string Written, string Name)[] Options =
    [
        (typeof(ISimilarityOptions), "--vectors", "--similarity"),
        (typeof(IWindowOptions), "--stride", "--window-stride"),
    ];

    private static readonly (string Option, string Written, string Name)[] Values =
    [
        ("--similarity", "activations", nameof(TokenVectorKind.Mlp)),
        ("--similarity", "heads-read", nameof(TokenVectorKind.HeadsRead)),
    ];

    /// <summary>The arguments of a verb as the parser knows them. What the verb itself has under a written name stays.</summary>
    public static string[] Renew(Type verb, string[] arguments)
    {
        var own = CommandArguments.OptionsOf(verb).Select(option => "--" + option.Option.LongName).ToHashSet();
        string[] renewed = [.. arguments];
        foreach (var (_, written, name) in Options.Where(option => verb.IsAssignableTo(option.Of) && !own.Contains(option.Written)))
            for (var i = 0; i < renewed.Length; i++)
                if (renewed[i] == written || renewed[i].StartsWith(written + "=", StringComparison.Ordinal)) renewed[i] = name + renewed[i][written.Length..];
        foreach (var (option, written, name) in Values.Where(value => own.Contains(value.Option)))
        {
            for (var i = 0; i < renewed.Length; i++)
            {
                if (renewed[i].Equals($"{option}={written}", StringComparison.OrdinalIgnoreCase)) renewed[i] = $"{option}={name}";
                else if (i > 0 && renewed[i - 1] == option && renewed[i].Equals(written, StringComparison.OrdinalIgnoreCase)) renewed[i] = name;
            }
        }
        return renewed;
    }
}
