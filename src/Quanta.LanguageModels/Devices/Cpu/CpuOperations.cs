using System.Numerics.Tensors;
using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Optimisation;
using static Quanta.LanguageModels.Devices.Cpu.OperationChecks;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>The operations on the processor: shape checks, stacks of rows, and what only moves rows; the arithmetic is the kernels'.</summary>
internal sealed class CpuOperations : IOperations
{
    private readonly CpuKernels _kernels;
    private readonly HeadNorms _heads;
    private readonly GrowingMatrix _tile = new();

    /// <param name="kernels">The arithmetic; disposed of with this.</param>
    public CpuOperations(CpuKernels kernels)
    {
        (_kernels, _heads) = (kernels, new HeadNorms(kernels));
        OfParameters = new CpuParameterOperations(kernels, _heads);
    }

    public IParameterOperations OfParameters { get; }

    public void Embed(ReadOnlySpan<int> tokens, DeviceMatrix table, float scale, DeviceMatrix output)
    {
        Require(output, tokens.Length, table.ColumnCount);
        var (from, to) = (table.Weight(), output.View());
        for (var t = 0; t < tokens.Length; t++)
        {
            from.Widen(CheckedRow(tokens[t], table), 1, to.Row(t));
            if (scale != 1) TensorPrimitives.Multiply(to.Row(t), scale, to.Row(t));
        }
    }

    public void AddPositions(StackedRows rows, DeviceMatrix table, int offset, DeviceMatrix stream)
    {
        Require(stream, rows.RowCount, table.ColumnCount);
        for (var i = 0; i < rows.Count; i++)
        {
            var positions = table.Rows(offset + rows[i].First - rows[i].Origin, rows[i].Count);
            _kernels.AddScaledRow(positions.Span(), scale: 1, stream.Rows(rows.Offset(i), rows[i].Count).Span());
        }
    }

    public void Norm(NormForm form, DeviceMatrix input, DeviceMatrix weight, DeviceMatrix bias, float epsilon, DeviceMatrix output, DeviceMatrix statistics)
    {
        Require(weight, 1, input.ColumnCount);
        if (bias.Exists) Require(bias, 1, input.ColumnCount);
        Require(output, input.RowCount, input.ColumnCount);
        Require(statistics, input.RowCount, 2);
        _kernels.Norm(form, input.View(), weight.View(), bias.View(), epsilon, output.View(), statistics.View());
    }

    public void NormInputGradient(
        NormForm form, DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix statistics, DeviceMatrix weight, StackedRows rows, DeviceMatrix inputGradient, bool accumulate)
    {
        Require(outputGradient, rows.RowCount, input.ColumnCount);
        Require(inputGradient, rows.RowCount, input.ColumnCount);
        Require(weight, 1, input.ColumnCount);
        Require(statistics, input.RowCount, 2);
        for (var i = 0; i < rows.Count; i++)
        {
            var (segment, offset) = (rows[i], rows.Offset(i));
            _kernels.NormInputGradient(
                form, outputGradient.Rows(offset, segment.Count).View(), input.Rows(segment.Saved, segment.Count).View(),
                statistics.Rows(segment.Saved, segment.Count).View(), weight.View(), inputGradient.Rows(offset, segment.Count).View(), accumulate);
        }
    }

    public void Linear(DeviceMatrix input, DeviceMatrix weight, DeviceMatrix bias, DeviceMatrix output, bool accumulate)
    {
        Require(input, output.RowCount, weight.ColumnCount);
        Require(output, input.RowCount, weight.RowCount);
        if (bias.Exists) Require(bias, 1, weight.RowCount);
        foreach (var (start, count) in Tiles(weight))
        {
            var shift = bias.Exists ? bias.View().Columns(start, count) : default;
            _kernels.Linear(input.View(), weight.Weight().Rows(start, count, _tile), shift, output.View().Columns(start, count), accumulate);
        }
    }

    public void LinearInputGradient(DeviceMatrix outputGradient, DeviceMatrix weight, DeviceMatrix inputGradient)
    {
        Require(outputGradient, inputGradient.RowCount, weight.RowCount);
        Require(inputGradient, outputGradient.RowCount, weight.ColumnCount);
        foreach (var (start, count) in Tiles(weight))
        {
            var part = outputGradient.View().Columns(start, count);
            _kernels.LinearInputGradient(part, weight.Weight().Rows(start, count, _tile), inputGradient.View(), accumulate: start > 0);
        }
    }

    public void Attention(DeviceMatrix projections, AttentionShape shape, StackedRows queries, DeviceMatrix output, DeviceMatrix logNormalisers)
    {
        var hidden = shape.Heads * shape.HeadSize;
        Require(projections, projections.RowCount, shape.ProjectionSize);
        Require(output, queries.RowCount, hidden);
        Require(logNormalisers, queries.RowCount, shape.Heads);
        CheckReach(projections, shape, queries);
        for (var i = 0; i < queries.Count; i++)
        {
            var (segment, offset) = (queries[i], queries.Offset(i));
            _kernels.Attention(
                projections.Rows(segment.Origin, segment.Reach).View(), shape, segment.First - segment.Origin,
                output.Rows(offset, segment.Count).View(), logNormalisers.Rows(offset, segment.Count).View());
        }
    }

    public void AttentionGradient(
        DeviceMatrix outputGradient, DeviceMatrix projections, AttentionShape shape, StackedRows queries, DeviceMatrix output, DeviceMatrix logNormalisers,
        DeviceMatrix projectionGradient)
    {
        var hidden = shape.Heads * shape.HeadSize;
        Require(outputGradient, queries.RowCount, hidden);
        Require(output, output.RowCount, hidden);
        Require(logNormalisers, output.RowCount, shape.Heads);
        Require(projectionGradient, queries.ReachCount, shape.ProjectionSize);
        CheckReach(projections, shape, queries);
        var reached = 0;
        for (var i = 0; i < queries.Count; i++)
        {
            var (segment, offset) = (queries[i], queries.Offset(i));
            _kernels.AttentionGradient(
                outputGradient.Rows(offset, segment.Count).View(), projections.Rows(segment.Origin, segment.Reach).View(), shape, segment.First - segment.Origin,
                output.Rows(segment.Saved, segment.Count).View(), logNormalisers.Rows(segment.Saved, segment.Count).View(),
                projectionGradient.Rows(reached, segment.Reach).View());
            reached += segment.Reach;
        }
    }

    public void NormHeads(DeviceMatrix projections, AttentionShape shape, HeadNorm norm, DeviceMatrix output, DeviceMatrix statistics)
    {
        Require(projections, projections.RowCount, shape.ProjectionSize);
        Require(output, projections.RowCount, shape.ProjectionSize);
        Require(statistics, projections.RowCount, 2 * (shape.Heads + shape.KeyHeads));
        _heads.Forward(projections.View(), shape, norm, output.View(), statistics.View());
    }

    public void NormHeadsInputGradient(DeviceMatrix projections, AttentionShape shape, HeadNorm norm, DeviceMatrix statistics, StackedRows rows, DeviceMatrix gradient)
    {
        Require(gradient, rows.RowCount, shape.ProjectionSize);
        for (var i = 0; i < rows.Count; i++)
        {
            var (saved, count) = (rows[i].Saved, rows[i].Count);
            _heads.InputGradient(projections.Rows(saved, count).View(), shape, norm, statistics.Rows(saved, count).View(), gradient.Rows(rows.Offset(i), count).View());
        }
    }

    public void Activate(ActivationFunction activation, DeviceMatrix input, DeviceMatrix output, DeviceMatrix slope)
    {
        var isGated = RequireGate(input, output);
        if (slope.Exists) Require(slope, input.RowCount, input.ColumnCount);
        if (isGated) _kernels.ActivateGatedRows(activation, input.View(), output.View(), slope.View());
        else _kernels.Activate(activation, input.Span(), output.Span(), slope.Exists ? slope.Span() : default);
    }

    public void ActivationGradient(DeviceMatrix slope, StackedRows rows, DeviceMatrix outputGradient, DeviceMatrix inputGradient)
    {
        Require(outputGradient, rows.RowCount, outputGradient.ColumnCount);
        Require(inputGradient, rows.RowCount, slope.ColumnCount);
        var isGated = RequireGate(inputGradient, outputGradient);
        for (var i = 0; i < rows.Count; i++)
        {
            var saved = slope.Rows(rows[i].Saved, rows[i].Count);
            var (from, to) = (outputGradient.Rows(rows.Offset(i), rows[i].Count), inputGradient.Rows(rows.Offset(i), rows[i].Count));
            if (isGated) _kernels.MultiplyGatedRows(saved.View(), from.View(), to.View());
            else _kernels.Multiply(saved.Span(), from.Span(), to.Span());
        }
    }

    public void Clear(DeviceMatrix destination) => destination.Span().Clear();

    public void Copy(DeviceMatrix source, DeviceMatrix destination)
    {
        Require(destination, source.RowCount, source.ColumnCount);
        source.Span().CopyTo(destination.Span());
    }

    public void Gather(DeviceMatrix source, StackedRows rows, DeviceMatrix destination)
    {
        Require(destination, rows.RowCount, source.ColumnCount);
        for (var i = 0; i < rows.Count; i++) source.Rows(rows[i].First, rows[i].Count).Span().CopyTo(destination.Rows(rows.Offset(i), rows[i].Count).Span());
    }

    public void Gather(DeviceMatrix source, StackedRows rows, DeviceMatrices destinations)
    {
        for (var i = 0; i < rows.Count; i++) Copy(source.Rows(rows[i].First, rows[i].Count), destinations[i]);
    }

    public void AddToReach(DeviceMatrix addend, StackedRows segments, DeviceMatrix destination)
    {
        Require(addend, segments.RowCount, destination.ColumnCount);
        Require(destination, segments.ReachCount, addend.ColumnCount);
        var reached = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            reached += segment.Reach;
            _kernels.AddScaledRow(addend.Rows(segments.Offset(i), segment.Count).Span(), scale: 1, destination.Rows(reached - segment.Count, segment.Count).Span());
        }
    }

    public void Cap(float cap, DeviceMatrix logits)
    {
        if (cap > 0) _kernels.Cap(cap, logits.Span());
    }

    public void CrossEntropy(DeviceMatrix hidden, OutputMap output, ReadOnlySpan<int> targets, DeviceMatrix losses)
    {
        Require(hidden, targets.Length, output.Weight.ColumnCount);
        Require(losses, targets.Length, 1);
        if (output.Bias.Exists) Require(output.Bias, 1, output.Weight.RowCount);
        foreach (var target in targets) CheckedRow(target, output.Weight);
        _kernels.CrossEntropy(hidden.View(), output.Weight.Weight(), output.Bias.View(), output.Cap, targets, losses.Span());
    }

    public void CrossEntropyGradient(ReadOnlySpan<int> targets, float cap, float scale, DeviceMatrix logits, DeviceMatrix losses)
    {
        Require(logits, targets.Length, logits.ColumnCount);
        if (losses.Exists) Require(losses, targets.Length, 1);
        var rows = logits.View();
        for (var p = 0; p < targets.Length; p++)
        {
            var loss = _kernels.CrossEntropyGradient(CheckedTarget(targets[p], rows), cap, scale, rows.Row(p));
            if (losses.Exists) losses.Span()[p] = loss;
        }
    }

    public void SoftTargetGradient(double temperature, float cap, DeviceMatrix logits)
    {
        var rows = logits.View();
        for (var p = 0; p < rows.RowCount; p++) SoftTarget.Gradient(temperature, cap, rows.Row(p));
    }

    public void Add(DeviceMatrix addend, DeviceMatrix sum)
    {
        Require(sum, addend.RowCount, addend.ColumnCount);
        _kernels.AddScaledRow(addend.Span(), scale: 1, sum.Span());
    }

    public double SumOfSquares(DeviceMatrix values) => _kernels.SumOfSquares(values.Span());

    public void UpdateAdamW(
        in AdamW.Coefficients coefficients, float gradientScale, DeviceMatrix gradient, DeviceMatrix parameter, DeviceMatrix first, DeviceMatrix second)
    {
        foreach (var other in (ReadOnlySpan<DeviceMatrix>)[parameter, first, second]) Require(other, gradient.RowCount, gradient.ColumnCount);
        _kernels.UpdateAdamW(coefficients, gradientScale, gradient.Span(), parameter.Span(), first.Span(), second.Span());
    }

    public void Dispose()
    {
        _heads.Dispose();
        _tile.Dispose();
        _kernels.Dispose();
    }

    /// <summary>Which rows of a weight are widened together: all where it is not packed.</summary>
    private IEnumerable<(int Start, int Count)> Tiles(DeviceMatrix weight)
    {
        var most = weight.Buffer.Type == ElementType.Float32 ? weight.RowCount : Math.Min(weight.RowCount, _kernels.TileRows);
        for (var start = 0; start < weight.RowCount; start += most) yield return (start, Math.Min(most, weight.RowCount - start));
    }
}
