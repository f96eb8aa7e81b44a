using CommandLine;
using Quanta.LanguageModels.Training;

namespace Quanta.Cli.Training;

internal interface ITrainingOptions
{
    [Option("hidden", Default = 64, MetaValue = "N", HelpText = "Hidden size.")]
    int Hidden { get; set; }

    [Option("layers", Default = 4, MetaValue = "N", HelpText = "Layers.")]
    int Layers { get; set; }

    [Option("heads", Default = 4, MetaValue = "N", HelpText = "Attention heads.")]
    int Heads { get; set; }

    [Option("train-tokens", Default = 8_000_000L, MetaValue = "N", HelpText = "Predictions to train on, rounded up to whole batches.")]
    long Tokens { get; set; }

    [Option("batch", Default = 8192, MetaValue = "N", HelpText = "Predictions a step.")]
    int Batch { get; set; }

    [Option("context", Default = 512, MetaValue = "N", HelpText = "The longest window, and the positions of the model.")]
    int Context { get; set; }

    [Option("learning-rate", Default = 2e-3, MetaValue = "RATE", HelpText = "The highest learning rate.")]
    double LearningRate { get; set; }

    [Option("warm-up", Default = 50, MetaValue = "N", HelpText = "Steps over which the learning rate rises.")]
    int WarmUp { get; set; }

    [Option("weight-decay", Default = 0.1, MetaValue = "RATE", HelpText = "AdamW's decoupled decay of matrices.")]
    double WeightDecay { get; set; }

    [Option("checkpoint-ratio", Default = 2.0, MetaValue = "R", HelpText = "Write checkpoints after 1, R, R^2, ... steps; 0: only the final model.")]
    double CheckpointRatio { get; set; }

    [Option("seed", Default = 0UL, MetaValue = "N", HelpText = "Seed of the first weights and the batches.")]
    ulong Seed { get; set; }

    LadderRung ToRung(string name) => new()
    {
        Name = name,
        Hidden = Hidden,
        Layers = Layers,
        Heads = Heads,
        Context = Context,
        CheckpointRatio = CheckpointRatio == 0 ? null : CheckpointRatio,
        Training = new TrainingOptions
        {
            Steps = (int)Math.Min(int.MaxValue, (Tokens + Batch - 1) / Math.Max(1, Batch)),
            TokensPerStep = Batch,
            ContextTokens = Context,
            LearningRate = LearningRate,
            WarmUpSteps = WarmUp,
            WeightDecay = WeightDecay,
            Seed = Seed,
        },
    };
}
