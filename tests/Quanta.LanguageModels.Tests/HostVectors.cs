using Quanta.LanguageModels.Activations;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests;

/// <summary>What is computed on a device, in matrices that tests can look into; what was never written is NaN.</summary>
internal static class HostVectors
{
    public static void Compute(this TokenGradients evaluator, TokenDocuments documents, long[] predictions, Matrix gradients) =>
        Download(evaluator.Device, gradients, vectors => evaluator.Compute(documents, predictions, vectors));

    public static void Activations(DecoderModel model, ActivationSite site, int[] layers, TokenDocuments documents, ReadOnlySpan<long> predictions, Matrix activations, int threads = 1)
    {
        var asked = predictions.ToArray();
        Download(model.Device, activations, vectors => PositionActivations.Compute(model, site, layers, documents, asked, vectors, threads));
    }

    private static void Download(IDevice device, Matrix matrix, Action<DeviceVectors> compute)
    {
        using var vectors = new DeviceVectors(device, matrix.Rows, matrix.Columns);
        float[] unwritten = [.. Enumerable.Repeat(float.NaN, matrix.Columns)];
        for (var i = 0; i < matrix.Rows; i++) vectors.Upload(i, unwritten);
        compute(vectors);
        for (var i = 0; i < matrix.Rows; i++) vectors.Download(i, matrix.Row(i));
    }
}
