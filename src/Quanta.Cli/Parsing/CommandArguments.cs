using System.Reflection;
using CommandLine;

namespace Quanta.Cli.Parsing;

/// <summary>The arguments of one verb: its options and values are its properties. What none of them takes is kept here, to be refused.</summary>
internal abstract class CommandArguments
{
    /// <summary>After every value that a verb takes itself.</summary>
    private const int Last = 1000;

    [Value(Last, Hidden = true)]
    public IEnumerable<string> Stray { get; set; } = [];

    /// <exception cref="UsageException">There is an argument that nothing takes.</exception>
    public void RefuseStray(string command)
    {
        if (Stray.FirstOrDefault() is not { } stray) return;
        string[] values = [.. Values()];
        var takes = values.Length == 0 ? "takes only options" : $"takes only {string.Join(", ", values)} and options";
        throw new UsageException($"Nothing takes the argument \"{stray}\": `{command}` {takes}. See `{command} --help`.");
    }

    private IEnumerable<string> Values() =>
        from property in GetType().GetProperties()
        let value = property.GetCustomAttribute<ValueAttribute>()
        where value is { Hidden: false }
        orderby value.Index
        select value.MetaName;
}
