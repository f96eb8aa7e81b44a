using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Makes the sketches of a run of tokens.</summary>
internal interface ISketchMaker
{
    /// <summary>Makes sketches <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="start">The first token.</param>
    /// <param name="count">How many.</param>
    /// <param name="sketches">[at least count, m], zero; out: not normalised.</param>
    /// <param name="progress">Told of each vector evaluated.</param>
    /// <param name="cancellation">Stops between layers.</param>
    void Make(int start, int count, Matrix sketches, IStageProgress progress, CancellationToken cancellation);
}

/// <summary>Count-sketches of vectors, added up as their pieces come.</summary>
internal sealed class CountSketchMaker(ITokenVectors vectors, SketchOptions options, long memoryBytes) : ISketchMaker
{
    private readonly CountSketch _sketch = new(vectors.Length, options.Dimensions, options.Seed);

    public void Make(int start, int count, Matrix sketches, IStageProgress progress, CancellationToken cancellation) =>
        vectors.Stream(start, count, memoryBytes, (token, offset, entries) => _sketch.Add(offset, entries, sketches.Row(token)), progress, cancellation);
}

/// <summary>Tensor sketches of gradients, most of which are never formed.</summary>
internal sealed class TensorSketchMaker(ModelGradients gradients, GradientSegments segments) : ISketchMaker
{
    public void Make(int start, int count, Matrix sketches, IStageProgress progress, CancellationToken cancellation) =>
        gradients.Factors(start, count, () => new GradientSketch(segments, sketches), progress, cancellation);

    /// <summary>One worker's sketches of gradients that arrive in pieces; a worker changes the rows of its own predictions only.</summary>
    private sealed class GradientSketch(GradientSegments segments, Matrix sketches) : IFactorReceiver, IDisposable
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
}
