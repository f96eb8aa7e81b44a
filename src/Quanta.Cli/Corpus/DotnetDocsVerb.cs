using System.Runtime.InteropServices;
using CommandLine;
using Quanta.Discovery.Corpus.Making;

namespace Quanta.Cli.Corpus;

[Verb("dotnet-docs", HelpText = "Make a Pile-format corpus from the reference documentation of the installed .NET SDK.")]
internal sealed class DotnetDocsVerb : MakingVerb
{
    [Option("dotnet-root", MetaValue = "DIR", HelpText = "The SDK's folder; default: the one that runs this command.")]
    public string? DotnetRoot { get; set; }

    protected override IEnumerable<SourceText> Texts() => DotnetDocs.Read(DotnetRoot ?? DotnetFolder.Find());
}

/// <summary>Finds the .NET installation of this machine.</summary>
internal static class DotnetFolder
{
    private const int LevelsBelowRoot = 3; // ROOT/shared/Microsoft.NETCore.App/VERSION

    /// <summary>DOTNET_ROOT where it has packs, else the folder of the runtime that runs this command.</summary>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root && Directory.Exists(Path.Combine(root, "packs"))) return root;
        var folder = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        for (var level = 0; level < LevelsBelowRoot; level++) folder = Path.GetDirectoryName(folder) ?? folder;
        return folder;
    }
}
