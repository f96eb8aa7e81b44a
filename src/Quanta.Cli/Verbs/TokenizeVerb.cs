using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Runs;

namespace Quanta.Cli.Verbs;

[Verb("tokenize", HelpText = "Read a corpus and cut it into tokens: the first stage alone.")]
internal sealed class TokenizeVerb : Verb, ICorpusOptions, IRunOptions
{
    public IEnumerable<string> Piles { get; set; } = [];

    public string? Tokenizer { get; set; }

    public int Documents { get; set; }

    public int? DocumentTokens { get; set; }

    public int? Window { get; set; }

    public int? WindowStride { get; set; }

    public bool SkipBadLines { get; set; }

    public string? Field { get; set; }

    public string? PrefixToken { get; set; }

    public int ZstdWindow { get; set; }

    public string? Run { get; set; }

    public override void Execute(VerbContext context)
    {
        Require.That(Piles.Any(), "--pile is required: the corpus to read.");
        var tokenizer = Require.Option(Tokenizer, "--tokenizer", "the tokenizer.json to use");
        var options = ((ICorpusOptions)this).ToCorpusOptions(CorpusOptions.PublishedTokensPerDocument);
        using var session = Session(context, RunFolder.Open(Require.Option(Run, "--run", "the folder to write to")));
        var corpus = CorpusStage.Run(session, [.. Piles], tokenizer, options);
        new Results(context.Terminal.Output, Json)
            .Add("run", session.Folder.Path)
            .Add("documents", corpus.Documents)
            .Add("tokens", corpus.Tokens)
            .Add("predictions", corpus.Predictions)
            .Add("lines left out", corpus.LinesLeftOut)
            .Add("documents cut", corpus.CutDocuments)
            .Add("documents with end of text", corpus.EndOfTextDocuments)
            .Add("bytes of text", corpus.TextBytes)
            .Add(RunArtifacts.WindowsOf(session.Folder))
            .Write();
    }
}
