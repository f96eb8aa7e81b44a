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
