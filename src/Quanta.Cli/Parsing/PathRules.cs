namespace Quanta.Cli.Parsing;

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
