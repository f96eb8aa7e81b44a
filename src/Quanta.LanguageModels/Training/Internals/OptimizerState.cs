using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Training.Internals;

/// <summary>AdamW's two moments of every parameter, on the model's device; zero at first.</summary>
internal sealed class OptimizerState : IDisposable
{
    public OptimizerState(GptNeoXModel model)
    {
        (First, Second) = (new GptNeoXWeights(model.Config, model.Device), new GptNeoXWeights(model.Config, model.Device));
        using var operations = model.Device.CreateOperations();
        foreach (var moment in First.All.Concat(Second.All)) operations.Clear(moment.Values);
    }

    /// <summary>The running mean of each gradient.</summary>
    public GptNeoXWeights First { get; }

    /// <summary>The running mean of each squared gradient.</summary>
    public GptNeoXWeights Second { get; }

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }
}
