using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Makes the wanted parameters' gradients of the gradients that pass by, straight into their destination: one for each stacked prediction, or their sum.</summary>
/// <param name="operations">Compute.</param>
/// <param name="parameters">The wanted ones.</param>
/// <param name="isSum">All rows together are one gradient, as in training; the rows then lie in the forward pass as they are stacked.</param>
internal sealed class ParameterGradients(IOperations operations, ParameterSet parameters, bool isSum)
{
    private IGradientDestination? _destination;

    /// <summary>Sends what follows to a destination.</summary>
    public void Begin(IGradientDestination destination) => _destination = destination;

    private IGradientDestination Destination => _destination ?? throw new InvalidOperationException("No destination has been named.");

    /// <summary>The gradients of a linear map's weight and bias.</summary>
    public void Write(LinearParameters linear, DeviceMatrix outputGradient, DeviceMatrix input, StackedRows rows)
    {
        rows = Segments(rows);
        var isTaken = parameters.Find(linear.Weight.Info.Name) is { } weight && Destination.TakeFactors(weight, new(outputGradient, input, rows), i => i);
        for (var i = 0; i < rows.Count; i++)
        {
            var gradient = outputGradient.Rows(rows.Offset(i), rows[i].Count);
            var inputs = input.Rows(rows[i].Saved, rows[i].Count);
            if (!isTaken) Write(linear.Weight, i, destination => operations.LinearWeightGradient(gradient, inputs, destination));
            Write(linear.Bias, i, destination => operations.LinearBiasGradient(gradient, destination));
        }
    }

    /// <summary>The gradients of a norm's weight and bias.</summary>
    public void Write(NormParameters norm, DeviceMatrix outputGradient, SavedNorm saved, StackedRows rows)
    {
        rows = Segments(rows);
        for (var i = 0; i < rows.Count; i++)
        {
            var gradient = outputGradient.Rows(rows.Offset(i), rows[i].Count);
            var (inputs, statistics) = (saved.Input.Rows(rows[i].Saved, rows[i].Count), saved.Statistics.Rows(rows[i].Saved, rows[i].Count));
            Write(norm.Weight, i, destination => operations.NormParameterGradient(gradient, inputs, statistics, destination, default));
            Write(norm.Bias, i, destination => operations.NormParameterGradient(gradient, inputs, statistics, default, destination));
        }
    }

    /// <summary>The gradients of the norms of queries and keys.</summary>
    public void Write(LayerNorms norms, HeadNorm heads, AttentionShape shape, DeviceMatrix outputGradient, LayerActivations saved, StackedRows rows)
    {
        rows = Segments(rows);
        foreach (var (norm, ofKeys) in new[] { (norms.Query, false), (norms.Key, true) })
        {
            for (var i = 0; i < rows.Count && norm is not null; i++)
            {
                var gradient = outputGradient.Rows(rows.Offset(i), rows[i].Count);
                var (inputs, statistics) = (saved.Projections.Rows(rows[i].Saved, rows[i].Count), saved.HeadStatistics.Rows(rows[i].Saved, rows[i].Count));
                Write(norm.Weight, i, into => operations.NormHeadsParameterGradient(gradient, inputs, shape, heads, statistics, ofKeys, into, default));
                Write(norm.Bias, i, into => operations.NormHeadsParameterGradient(gradient, inputs, shape, heads, statistics, ofKeys, default, into));
            }
        }
    }

    /// <summary>Lets <paramref name="compute"/> write one parameter's gradient, if there is such a parameter and it is wanted.</summary>
    public void Write(Parameter? parameter, int prediction, Action<DeviceMatrix> compute)
    {
        if (parameter is null || parameters.Find(parameter.Info.Name) is not { } slice) return;
        var gradient = Destination.Reserve(prediction, slice);
        compute(gradient);
        Destination.Complete(prediction, slice, gradient);
    }

    private StackedRows Segments(StackedRows rows) => isSum ? new StackedRows(new RowSegment(0, 0, rows.RowCount, rows[0].Saved)) : rows;
}
