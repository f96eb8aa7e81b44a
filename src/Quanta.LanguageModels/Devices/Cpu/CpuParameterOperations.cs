using static Quanta.LanguageModels.Devices.Cpu.OperationChecks;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>Gradients of parameters on the processor: shape checks and the loop over segments; the arithmetic is the kernels'.</summary>
internal sealed class CpuParameterOperations(CpuKernels kernels, HeadNorms heads) : IParameterOperations
{
    public void LinearWeight(DeviceMatrix outputGradient, DeviceMatrix input, StackedRows rows, DeviceMatrices gradients, bool accumulate)
    {
        RequireSegments(outputGradient, rows, gradients);
        for (var i = 0; i < rows.Count; i++)
        {
            Require(gradients[i], outputGradient.ColumnCount, input.ColumnCount);
            kernels.LinearWeightGradient(Stacked(outputGradient, rows, i).View(), Saved(input, rows[i]).View(), gradients[i].View(), accumulate);
        }
    }

    public void Bias(DeviceMatrix outputGradient, StackedRows rows, DeviceMatrices gradients)
    {
        RequireSegments(outputGradient, rows, gradients);
        for (var i = 0; i < rows.Count; i++)
        {
            Require(gradients[i], 1, outputGradient.ColumnCount);
            kernels.LinearBiasGradient(Stacked(outputGradient, rows, i).View(), gradients[i].View());
        }
    }

    public void NormWeight(DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix statistics, StackedRows rows, DeviceMatrices gradients)
    {
        RequireSegments(outputGradient, rows, gradients);
        Require(statistics, input.RowCount, 2);
        for (var i = 0; i < rows.Count; i++)
        {
            Require(gradients[i], 1, input.ColumnCount);
            kernels.NormWeightGradient(
                Stacked(outputGradient, rows, i).View(), Saved(input, rows[i]).View(), Saved(statistics, rows[i]).View(), gradients[i].View());
        }
    }

    public void HeadNormWeight(NormedHeads normed, DeviceMatrix outputGradient, DeviceMatrix projections, DeviceMatrix statistics, StackedRows rows, DeviceMatrices gradients)
    {
        RequireSegments(outputGradient, rows, gradients);
        for (var i = 0; i < rows.Count; i++)
            heads.WeightGradient(
                normed, Stacked(outputGradient, rows, i).View(), Saved(projections, rows[i]).View(), Saved(statistics, rows[i]).View(), gradients[i].View());
    }

    public void HeadNormBias(NormedHeads normed, DeviceMatrix outputGradient, StackedRows rows, DeviceMatrices gradients)
    {
        RequireSegments(outputGradient, rows, gradients);
        for (var i = 0; i < rows.Count; i++) heads.BiasGradient(normed, Stacked(outputGradient, rows, i).View(), gradients[i].View());
    }

    public void Embedding(ReadOnlySpan<int> tokens, DeviceMatrix outputGradient, float scale, StackedRows rows, DeviceMatrices gradients)
    {
        RequireSegments(outputGradient, rows, gradients);
        for (var i = 0; i < rows.Count; i++)
        {
            var (from, to) = (Stacked(outputGradient, rows, i).View(), gradients[i].View());
            for (var t = 0; t < rows[i].Count; t++) kernels.AddScaledRow(from.Row(t), scale, to.Row(CheckedRow(tokens[rows[i].First + t], gradients[i])));
        }
    }

    public void Positions(DeviceMatrix streamGradient, int offset, StackedRows rows, DeviceMatrices gradients)
    {
        RequireSegments(streamGradient, rows, gradients);
        for (var i = 0; i < rows.Count; i++)
        {
            var positions = gradients[i].Rows(offset + rows[i].First - rows[i].Origin, rows[i].Count);
            kernels.AddScaledRow(Stacked(streamGradient, rows, i).Span(), scale: 1, positions.Span());
        }
    }

    private static DeviceMatrix Stacked(DeviceMatrix matrix, StackedRows rows, int segment) => matrix.Rows(rows.Offset(segment), rows[segment].Count);

    private static DeviceMatrix Saved(DeviceMatrix matrix, RowSegment segment) => matrix.Rows(segment.Saved, segment.Count);

    private static void RequireSegments(DeviceMatrix gradient, StackedRows rows, DeviceMatrices gradients)
    {
        Require(gradient, rows.RowCount, gradient.ColumnCount);
        if (gradients.Count != rows.Count) throw new ArgumentException($"{rows.Count} segments have as many gradients, but {gradients.Count} were given.", nameof(gradients));
    }
}
