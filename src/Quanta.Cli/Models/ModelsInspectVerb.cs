using System.Globalization;
using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Ladder;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Checkpoints;

namespace Quanta.Cli.Models;

[Verb("inspect", HelpText = "Show one model: its configuration, tensors and sizes, and whether it loads.")]
internal sealed class ModelsInspectVerb : Verb
{
    [Value(0, MetaName = "DIR", Required = true, HelpText = "The folder of a model or of a checkpoint.")]
    public string Folder { get; set; } = "";

    public override void Execute(VerbContext context)
    {
        var model = LadderModel.Read(Folder);
        var observer = context.Terminal.Observer(Quiet);
        var loaded = Checkpoint.Load(Folder, Computation(observer).Device);
        loaded.Model.Dispose();
        if (loaded.NonFiniteParameters.Count > 0) observer.Note($"These parameters hold NaN or infinity: {string.Join(", ", loaded.NonFiniteParameters)}.");
        foreach (var note in loaded.Notes) observer.Note(note);
        WriteFacts(context, model, loaded);
        if (!Json) WriteTensors(context.Terminal.Output);
    }

    private void WriteFacts(VerbContext context, LadderModel model, LoadedCheckpoint loaded)
    {
        var shape = model.Shape;
        var results = new Results(context.Terminal.Output, Json)
            .Add("model", model.Name)
            .Add("architecture", shape.ModelType)
            .Add("non embedding parameters", model.NonEmbeddingParameters)
            .Add("parameters", model.Parameters)
            .Add("layers", shape.Layers)
            .Add("hidden", shape.HiddenSize)
            .Add("heads", shape.Heads)
            .Add("key heads", shape.KeyHeads)
            .Add("head size", shape.HeadSize)
            .Add("feed forward", shape.FeedForwardSize)
            .Add("vocabulary", shape.VocabularySize)
            .Add("positions", shape.MaximumPositions)
            .Add("rotated dimensions", shape.RotaryDimensions)
            .Add("parallel residual", shape.ParallelResidual ? "yes" : "no")
            .Add("activation", shape.Activation.ToString())
            .Add("checkpoints", model.Checkpoints.Count);
        if (model.Training is { } training) results.Add("tokens trained", training.Tokens);
        if (model.Evaluation is { } evaluation) results.Add("test loss nats", evaluation.LossNats);
        results.Add("non finite parameters", loaded.NonFiniteParameters.Count).Add("unknown tensors", loaded.UnknownTensors.Count).Write();
    }

    private void WriteTensors(TextWriter output)
    {
        using var source = TensorSource.OpenFolder(Folder);
        output.WriteLine();
        foreach (var (name, tensor) in source.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tensor.Type,-8}  {$"[{string.Join(", ", tensor.Shape)}]",-14}  {name}"));
    }
}
