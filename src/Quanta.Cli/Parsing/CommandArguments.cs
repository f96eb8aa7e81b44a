using System.Reflection;
using CommandLine;

namespace Quanta.Cli.Parsing;

/// <summary>The arguments of one verb: its options and values are its properties.</summary>
internal abstract class CommandArguments
{
    /// <summary>After every value that a verb takes itself.</summary>
    private const int Last = 1000;

    /// <summary>What nothing takes, to be refused.</summary>
    [Value(Last, Hidden = true)]
    public IEnumerable<string> Stray { get; set; } = [];

    /// <summary>Looks at all arguments before anything is opened or recorded.</summary>
    /// <param name="command">The verb as it is written, e.g. "quanta fit".</param>
    /// <exception cref="UsageException">An argument makes no sense.</exception>
    /// <exception cref="IOException">A path leads to something other than it must.</exception>
    public void Validate(string command)
    {
        if (Stray.FirstOrDefault() is { } stray)
            throw new UsageException($"Nothing takes the argument \"{stray}\": `{command}` takes only {Taken()}. See `{command} --help`.");
        Validate();
        foreach (var (property, option) in OptionsOf(GetType())) Check("--" + option.LongName, property);
        foreach (var (property, value) in ValuesOf(GetType())) Check(value.MetaName, property);
    }

    /// <summary>The options of a verb, its own and those of the interfaces that it is made of.</summary>
    internal static IEnumerable<(PropertyInfo Property, OptionAttribute Option)> OptionsOf(Type verb) =>
        from property in verb.GetProperties().Concat(verb.GetInterfaces().SelectMany(part => part.GetProperties()))
        let option = property.GetCustomAttribute<OptionAttribute>()
        where option is not null
        select (property, option);

    /// <summary>What a verb takes beside options, in its order.</summary>
    internal static IEnumerable<(PropertyInfo Property, ValueAttribute Value)> ValuesOf(Type verb) =>
        from property in verb.GetProperties()
        let value = property.GetCustomAttribute<ValueAttribute>()
        where value is { Hidden: false }
        orderby value.Index
        select (property, value);

    /// <summary>Looks at what numbers and paths alone do not tell: names, and options that depend on each other.</summary>
    protected virtual void Validate()
    {
    }

    private string Taken() => ValuesOf(GetType()).Any() ? $"{string.Join(", ", ValuesOf(GetType()).Select(value => value.Value.MetaName))} and options" : "options";

    private void Check(string name, PropertyInfo property)
    {
        string[] texts = property.GetValue(this) switch
        {
            string one => [one],
            IEnumerable<string> several => [.. several],
            _ => [],
        };
        if (property.GetCustomAttribute<DistinctAttribute>() is not null && texts.GroupBy(text => text).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"{name} must name each once, but it names {twice.Key} {(twice.Count() == 2 ? "twice" : $"{twice.Count()} times")}.");
        if (property.GetCustomAttribute<PathRuleAttribute>() is not { } rule) return;
        foreach (var path in texts.Where(text => text.Length > 0)) rule.Check(name, path);
    }
}

/// <summary>What the path of an option must lead to, or each path of a list: looked at before any work is done.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class PathRuleAttribute : Attribute
{
    /// <exception cref="IOException">The path leads to something else.</exception>
    public abstract void Check(string option, string path);
}

/// <summary>A file that is read: it must be there. A pipe counts as one.</summary>
internal sealed class InputFileAttribute : PathRuleAttribute
{
    public override void Check(string option, string path)
    {
        if (Directory.Exists(path)) throw new IOException($"{option} must name a file, but {path} is a folder.");
        if (!File.Exists(path)) throw new FileNotFoundException($"{option} must name a file, but there is no {path}.");
    }
}

/// <summary>A file that is read, or a folder of such files: it must be there.</summary>
internal sealed class InputPathAttribute : PathRuleAttribute
{
    public override void Check(string option, string path)
    {
        if (!Directory.Exists(path) && !File.Exists(path)) throw new FileNotFoundException($"{option} must name a file or a folder, but there is no {path}.");
    }
}

/// <summary>A file that is written: its folder must be there.</summary>
internal sealed class OutputFileAttribute : PathRuleAttribute
{
    public override void Check(string option, string path)
    {
        if (Directory.Exists(path)) throw new IOException($"{option} must name a file, but {path} is a folder. Name a file in it.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{option} must name a file in a folder that is there, but there is no folder {folder}.");
    }
}

/// <summary>A folder that is written to and made where it is missing: it must not be a file.</summary>
internal sealed class OutputFolderAttribute : PathRuleAttribute
{
    public override void Check(string option, string path)
    {
        if (File.Exists(path)) throw new IOException($"{option} must name a folder, but {path} is a file.");
    }
}

/// <summary>A list of names that must not hold one twice.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DistinctAttribute : Attribute;
