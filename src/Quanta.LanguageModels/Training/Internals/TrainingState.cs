using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Checkpoints;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Training.Internals;

/// <summary>Everything that the next step depends on beside the options: weights and moments, float32, as a .safetensors file.</summary>
internal static class TrainingState
{
    private const string Weights = "", First = "first_moment.", Second = "second_moment.";

    public static void Write(string path, DecoderModel model, OptimizerState optimizer) => Safetensors.Write(
        path,
        Parts(model, optimizer).SelectMany(part => part.Values.All.Select(parameter => CheckpointWriter.Content(model.Device, parameter, part.Prefix))));

    /// <summary>Puts a state back.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to another model.</exception>
    public static void Read(string path, DecoderModel model, OptimizerState optimizer)
    {
        using var source = Safetensors.Open(path);
        foreach (var (prefix, weights) in Parts(model, optimizer))
        {
            foreach (var parameter in weights.All)
            {
                var name = prefix + parameter.Info.Name;
                if (!source.Tensors.TryGetValue(name, out var found) || found.Count != parameter.Info.Length)
                    throw new InvalidDataException(
                        $"{path} must hold the state of this model, but it lacks a tensor {name} of {parameter.Info.Length} values. Remove the folder to begin anew.");
                var values = new float[parameter.Info.Length];
                source.Read(name, values);
                model.Device.Upload(values, parameter.Values);
            }
        }
    }

    private static (string Prefix, DecoderWeights Values)[] Parts(DecoderModel model, OptimizerState optimizer) =>
        [(Weights, model.Weights), (First, optimizer.First), (Second, optimizer.Second)];
}

/// <summary>AdamW's two moments of every parameter, on the model's device; zero at first.</summary>
internal sealed class OptimizerState : IDisposable
{
    public OptimizerState(DecoderModel model)
    {
        (First, Second) = (new DecoderWeights(model.Shape, model.Device), new DecoderWeights(model.Shape, model.Device));
        using var operations = model.Device.CreateOperations();
        foreach (var moment in First.All.Concat(Second.All)) operations.Clear(moment.Values);
    }

    /// <summary>The running mean of each gradient.</summary>
    public DecoderWeights First { get; }

    /// <summary>The running mean of each squared gradient.</summary>
    public DecoderWeights Second { get; }

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }
}
