using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>What all processor implementations share: shape checks, and the operations that only move rows.</summary>
internal abstract partial class CpuOperations : IOperations
{
    public void Embed(ReadOnlySpan<int> tokens, DeviceMatrix table, DeviceMatrix output)
    {
        Require(output, tokens.Length, table.ColumnCount);
        var (from, to) = (table.View(), output.View());
        for (var t = 0; t < tokens.Length; t++) from.Row(CheckedRow(tokens[t], from)).CopyTo(to.Row(t));
    }

    public void EmbedGradient(ReadOnlySpan<int> tokens, DeviceMatrix outputGradient, DeviceMatrix tableGradient)
    {
        Require(outputGradient, tokens.Length, tableGradient.ColumnCount);
        var (from, to) = (outputGradient.View(), tableGradient.View());
        for (var t = 0; t < tokens.Length; t++) AddRow(from.Row(t), to.Row(CheckedRow(tokens[t], to)));
    }

    public void LayerNorm(DeviceMatrix input, DeviceMatrix weight, DeviceMatrix bias, float epsilon, DeviceMatrix output, DeviceMatrix statistics)
    {
        Require(weight, 1, input.ColumnCount);
        Require(bias, 1, input.ColumnCount);
        Require(output, input.RowCount, input.ColumnCount);
        Require(statistics, input.RowCount, 2);
        LayerNorm(input.View(), weight.View(), bias.View(), epsilon, output.View(), statistics.View());
    }

    public void LayerNormInputGradient(
        DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix statistics, DeviceMatrix weight, StackedRows rows, DeviceMatrix inputGradient, bool accumulate)
    {
        Require(outputGradient, rows.RowCount, input.ColumnCount);
        Require(inputGradient, rows.RowCount, input.ColumnCount);
        Require(weight, 1, input.ColumnCount);
        Require(statistics, input.RowCount, 2);
        for (var i = 0; i < rows.Count; i++)
        {
            var (segment, offset) = (rows[i], rows.Offset(i));
            LayerNormInputGradient(
                outputGradient.Rows(offset, segment.Count).View(), input.Rows(segment.Saved, segment.Count).View(),
                statistics.Rows(segment.Saved, segment.Count).View(), weight.View(), inputGradient.Rows(offset, segment.Count).View(), accumulate);
        }
    }

    public void LayerNormParameterGradient(
        DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix statistics, DeviceMatrix weightGradient, DeviceMatrix biasGradient)
    {
        Require(outputGradient, input.RowCount, input.ColumnCount);
        Require(statistics, input.RowCount, 2);
        if (weightGradient.Exists) Require(weightGradient, 1, input.ColumnCount);
        if (biasGradient.Exists) Require(biasGradient, 1, input.ColumnCount);
        LayerNormParameterGradient(outputGradient.View(), input.View(), statistics.View(), weightGradient.View(), biasGradient.View());
    }

    public void Linear(DeviceMatrix input, DeviceMatrix weight, DeviceMatrix bias, DeviceMatrix output, bool accumulate)
    {
        Require(input, output.RowCount, weight.ColumnCount);
        Require(output, input.RowCount, weight.RowCount);
        if (bias.Exists) Require(bias, 1, weight.RowCount);
        Linear(input.View(), weight.View(), bias.View(), output.View(), accumulate);
    }

    public void LinearInputGradient(DeviceMatrix outputGradient, DeviceMatrix weight, DeviceMatrix inputGradient)
    {
        Require(outputGradient, inputGradient.RowCount, weight.RowCount);
        Require(inputGradient, outputGradient.RowCount, weight.ColumnCount);
        LinearInputGradient(outputGradient.View(), weight.View(), inputGradient.View());
    }

    public void LinearWeightGradient(DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix weightGradient, bool accumulate)
    {
        Require(outputGradient, input.RowCount, weightGradient.RowCount);
        Require(input, outputGradient.RowCount, weightGradient.ColumnCount);
        LinearWeightGradient(outputGradient.View(), input.View(), weightGradient.View(), accumulate);
    }

    public void LinearBiasGradient(DeviceMatrix outputGradient, DeviceMatrix biasGradient)
    {
        Require(biasGradient, 1, outputGradient.ColumnCount);
        LinearBiasGradient(outputGradient.View(), biasGradient.View());
    }

    public void Attention(DeviceMatrix projections, AttentionShape shape, StackedRows queries, DeviceMatrix output, DeviceMatrix logNormalisers)
    {
        var hidden = shape.Heads * shape.HeadSize;
        Require(projections, projections.RowCount, 3 * hidden);
        Require(output, queries.RowCount, hidden);
        Require(logNormalisers, queries.RowCount, shape.Heads);
        CheckReach(projections, shape, queries);
        for (var i = 0; i < queries.Count; i++)
        {
            var (segment, offset) = (queries[i], queries.Offset(i));
            Attention(
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
        Require(projectionGradient, queries.ReachCount, 3 * hidden);
        CheckReach(projections, shape, queries);
        var reached = 0;
        for (var i = 0; i < queries.Count; i++)
        {
            var (segment, offset) = (queries[i], queries.Offset(i));
            AttentionGradient(
                outputGradient.Rows(offset, segment.Count).View(), projections.Rows(segment.Origin, segment.Reach).View(), shape, segment.First - segment.Origin,
                output.Rows(segment.Saved, segment.Count).View(), logNormalisers.Rows(segment.Saved, segment.Count).View(),
                projectionGradient.Rows(reached, segment.Reach).View());
            reached += segment.Reach;
        }
    }

    public void Gelu(DeviceMatrix input, GeluForm form, DeviceMatrix output, DeviceMatrix slope)
    {
        Require(output, input.RowCount, input.ColumnCount);
        if (slope.Exists) Require(slope, input.RowCount, input.ColumnCount);
        Gelu(input.Span(), form, output.Span(), slope.Exists ? slope.Span() : default);
    }

    public void MultiplyBySaved(DeviceMatrix saved, StackedRows rows, DeviceMatrix gradient)
    {
        Require(gradient, rows.RowCount, saved.ColumnCount);
        for (var i = 0; i < rows.Count; i++) Multiply(saved.Rows(rows[i].Saved, rows[i].Count).Span(), gradient.Rows(rows.Offset(i), rows[i].Count).Span());
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

    public void AddToReach(DeviceMatrix addend, StackedRows segments, DeviceMatrix destination)
    {
        Require(addend, segments.RowCount, destination.ColumnCount);
        Require(destination, segments.ReachCount, addend.ColumnCount);
        var reached = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            reached += segment.Reach;
            AddRow(addend.Rows(segments.Offset(i), segment.Count).Span(), destination.Rows(reached - segment.Count, segment.Count).Span());
        }
    }

    public void CrossEntropy(DeviceMatrix hidden, DeviceMatrix unembedding, ReadOnlySpan<int> targets, DeviceMatrix losses)
    {
        Require(hidden, targets.Length, unembedding.ColumnCount);
        Require(losses, targets.Length, 1);
        foreach (var target in targets) CheckedRow(target, unembedding.View());
        CrossEntropy(hidden.View(), unembedding.View(), targets, losses.Span());
    }

    public void CrossEntropyGradient(ReadOnlySpan<int> targets, DeviceMatrix logits)
    {
        Require(logits, targets.Length, logits.ColumnCount);
        var view = logits.View();
        for (var p = 0; p < targets.Length; p++)
        {
            var row = view.Row(p);
            if ((uint)targets[p] >= (uint)row.Length) throw new ArgumentException($"Target {targets[p]} is outside the vocabulary of {row.Length}.", nameof(targets));
            CrossEntropyWithGradient(targets[p], scale: 1, row);
        }
    }

    public abstract void Dispose();

    protected abstract void LayerNorm(MatrixView input, MatrixView weight, MatrixView bias, float epsilon, MatrixView output, MatrixView statistics);

    protected abstract void LayerNormInputGradient(
        MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weight, MatrixView inputGradient, bool accumulate);

    protected abstract void LayerNormParameterGradient(
        MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weightGradient, MatrixView biasGradient);

    protected abstract void Linear(MatrixView input, MatrixView weight, MatrixView bias, MatrixView output, bool accumulate);

    protected abstract void LinearInputGradient(MatrixView outputGradient, MatrixView weight, MatrixView inputGradient);

    protected abstract void LinearWeightGradient(MatrixView outputGradient, MatrixView input, MatrixView weightGradient, bool accumulate);

    protected abstract void LinearBiasGradient(MatrixView outputGradient, MatrixView biasGradient);

    /// <summary>One document's attention: <paramref name="projections"/> are positions 0 on, the queries those from <paramref name="firstQuery"/> to the end.</summary>
    protected abstract void Attention(MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers);

    /// <summary>One document's attention gradient; shapes as in <see cref="Attention(MatrixView, AttentionShape, int, MatrixView, MatrixView)"/>.</summary>
    protected abstract void AttentionGradient(
        MatrixView outputGradient, MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers,
        MatrixView projectionGradient);

    protected abstract void Gelu(ReadOnlySpan<float> input, GeluForm form, Span<float> output, Span<float> slope);

    /// <summary>product *= factors.</summary>
    protected abstract void Multiply(ReadOnlySpan<float> factors, Span<float> product);

    /// <summary>sum += row.</summary>
    protected abstract void AddRow(ReadOnlySpan<float> row, Span<float> sum);

    protected abstract void CrossEntropy(MatrixView hidden, MatrixView unembedding, ReadOnlySpan<int> targets, Span<float> losses);

    private static void Require(DeviceMatrix matrix, int rows, int columns)
    {
        if (matrix.RowCount != rows || matrix.ColumnCount != columns)
            throw new ArgumentException($"A matrix of {rows} x {columns} was required, but one of {matrix.RowCount} x {matrix.ColumnCount} was given.");
    }

    private static void CheckReach(DeviceMatrix projections, AttentionShape shape, StackedRows queries)
    {
        for (var i = 0; i < queries.Count; i++)
        {
            if (queries[i].Reach > shape.Rotations.RowCount || queries[i].Origin + queries[i].Reach > projections.RowCount)
                throw new ArgumentException(
                    $"Segment {i} reaches position {queries[i].Reach}, beyond the {shape.Rotations.RowCount} positions of the model or the {projections.RowCount} rows given.", nameof(queries));
        }
    }

    private static int CheckedRow(int token, MatrixView table) =>
        (uint)token < (uint)table.RowCount ? token : throw new ArgumentException($"Token {token} is outside the vocabulary of {table.RowCount}.", nameof(token));
}
