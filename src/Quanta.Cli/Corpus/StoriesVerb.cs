using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Corpus.Stories;

namespace Quanta.Cli.Corpus;

[Verb("stories", HelpText = "Make a corpus of simple stories for children, like TinyStories, to train small models on.")]
internal sealed class StoriesVerb : Verb
{
    [OutputFolder]
    [Option("out", MetaValue = "DIR", HelpText = "Where train.jsonl, validation.jsonl and stories.json go.")]
    public string? Out { get; set; }

    [AtLeast(0)]
    [Option("train-stories", Default = 20_000, MetaValue = "N", HelpText = "Stories to train on.")]
    public int TrainStories { get; set; }

    [AtLeast(0)]
    [Option("validation-stories", Default = 1_500, MetaValue = "N", HelpText = "Stories to test on; none of them is among the others.")]
    public int ValidationStories { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, MetaValue = "N", HelpText = "Seed of the stories.")]
    public ulong Seed { get; set; }

    public override void Execute(VerbContext context)
    {
        var folder = Require.Option(Out, "--out", "the folder to write to");
        var options = new StoryOptions(TrainStories, ValidationStories, Seed);
        var manifest = StoryFolder.Write(folder, options, context.Terminal.Observer(Quiet), context.Cancellation);
        new Results(context.Terminal.Output, Json)
            .Add("folder", folder)
            .Add("training stories", TrainStories)
            .Add("training characters", manifest.TrainCharacters)
            .Add("validation stories", ValidationStories)
            .Add("validation characters", manifest.ValidationCharacters)
            .Write();
    }
}
