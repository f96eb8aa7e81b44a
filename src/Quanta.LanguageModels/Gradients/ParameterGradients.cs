using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Computes the wanted parameters' gradients of each stacked prediction, straight into their destination.</summary>
internal sealed class ParameterGradients(IOperations operations, ParameterSet parameters)
{
    private IGradientDestination? _destination;

    /// <summary>Sends what follows to a destination.</summary>
    public void Begin(IGradientDestination destination) => _destination = destination;

    private IGradientDestination Destination => _destination ?? throw new InvalidOperationException("No destination has been named.");

    /// <summary>The gradients of a linear map's weight and bias.</summary>
    public void Write(LinearParameters linear, DeviceMatrix outputGradient, DeviceMatrix input, StackedRows rows)
    {
        var isTaken = parameters.Find(linear.Weight.Info.Name) is { } weight && Destination.TakeFactors(weight, new(outputGradient, input, rows), i => i);
        for (var i = 0; i < rows.Count; i++)
        {
            var gradient = outputGradient.Rows(rows.Offset(i), rows[i].Count);
            var inputs = input.Rows(rows[i].Saved, rows[i].Count);
            if (!isTaken) Write(linear.Weight, i, destination => operations.LinearWeightGradient(gradient, inputs, destination));
            if (linear.Bias is not null) Write(linear.Bias, i, destination => operations.LinearBiasGradient(gradient, destination));
        }
    }

    /// <summary>The gradients of a layer norm's weight and bias.</summary>
    public void Write(LayerNormParameters norm, DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix statistics, StackedRows rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var gradient = outputGradient.Rows(rows.Offset(i), rows[i].Count);
            var (inputs, saved) = (input.Rows(rows[i].Saved, rows[i].Count), statistics.Rows(rows[i].Saved, rows[i].Count));
            Write(norm.Weight, i, destination => operations.LayerNormParameterGradient(gradient, inputs, saved, destination, default));
            Write(norm.Bias, i, destination => operations.LayerNormParameterGradient(gradient, inputs, saved, default, destination));
        }
    }

    /// <summary>Lets <paramref name="compute"/> write one parameter's gradient, if it is wanted.</summary>
    public void Write(Parameter parameter, int prediction, Action<DeviceMatrix> compute)
    {
        if (parameters.Find(parameter.Info.Name) is not { } slice) return;
        var gradient = Destination.Reserve(prediction, slice);
        compute(gradient);
        Destination.Complete(prediction, slice, gradient);
    }
}
