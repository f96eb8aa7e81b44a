using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Training.Internals;

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
