using Quanta.LanguageModels.GptNeoX;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>One worker's sketches of gradients that arrive in pieces.</summary>
/// <param name="segments">Where each piece goes.</param>
/// <param name="sketches">[predictions, m], zero before; a worker changes the rows of its own predictions only.</param>
internal sealed class GradientSketch(GradientSegments segments, Matrix sketches) : IFactorReceiver, IDisposable
{
    private readonly TensorSketchWorkspace _workspace = new();

    public bool WantsFactors(ParameterInfo weight) => segments.IsFactored(weight);

    public void ReceiveFactors(ParameterSlice weight, ReadOnlySpan<FactorRows> factors, MatrixView inputs)
    {
        var (sketch, offset) = segments.Factored(weight.Parameter);
        sketch.Add(factors, inputs, sketches.View.Columns(offset, sketch.Dimensions), _workspace);
    }

    public void ReceiveValues(int prediction, long offset, ReadOnlySpan<float> values) => segments.AddWhole(offset, values, sketches.Row(prediction));

    public void Dispose() => _workspace.Dispose();
}
