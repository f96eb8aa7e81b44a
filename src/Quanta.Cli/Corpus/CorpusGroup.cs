using CommandLine;

namespace Quanta.Cli.Corpus;

[Verb("corpus", HelpText = "Fetch a corpus, or make one from the SDK's documentation, from folders of text, with planted skills, or of stories. See `quanta corpus --help`.")]
internal sealed class CorpusGroupOptions;

/// <summary>The verbs under `quanta corpus`.</summary>
internal static class CorpusGroup
{
    public const string Name = "corpus";

    public static Type[] Verbs { get; } = [typeof(CorpusFetchVerb), typeof(PackVerb), typeof(DotnetDocsVerb), typeof(VocabularyVerb), typeof(PlantedVerb), typeof(StoriesVerb)];
}
