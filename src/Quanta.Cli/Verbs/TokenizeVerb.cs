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

    public bool SkipBadLines { get; set; }

    public string? Run { get; set; }

    public override void Execute(VerbContext context)
    {
        Require.That(Piles.Any(), "--pile is required: the corpus to read.");
        var pile = Require.OnePile([.. Piles]);
        var tokenizer = Require.Option(Tokenizer, "--tokenizer", "the tokenizer.json to use");
        using var session = Session(context, RunFolder.Open(Require.Option(Run, "--run", "the folder to write to")));
        var corpus = CorpusStage.Run(session, pile, tokenizer, ((ICorpusOptions)this).ToCorpusOptions(CorpusOptions.PublishedTokensPerDocument));
        new Results(context.Terminal.Output, Json)
            .Add("run", session.Folder.Path)
            .Add("documents", corpus.Count)
            .Add("tokens", corpus.Tokens.Length)
            .Add("predictions", corpus.PredictionCount)
            .Write();
    }
}
