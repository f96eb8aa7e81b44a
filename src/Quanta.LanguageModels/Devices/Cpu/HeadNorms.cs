using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>Norms of queries and keys, by the rows' norms of a device: head by head where each is one, by way of joined columns where all are.</summary>
internal sealed class HeadNorms(CpuKernels kernels) : IDisposable
{
    private readonly GrowingMatrix _input = new(), _output = new(), _gradient = new();

    public void Forward(MatrixView projections, AttentionShape shape, HeadNorm norm, MatrixView output, MatrixView statistics)
    {
        for (var t = 0; t < projections.RowCount; t++)
            if (projections.Row(t) is var row && !row.Overlaps(output.Row(t))) row.CopyTo(output.Row(t));
        foreach (var part in Parts(shape, norm))
        {
            if (part.Columns.Length == 1)
            {
                var rows = part.Block(output);
                kernels.Norm(norm.Form, rows, part.Weight, part.Bias, norm.Epsilon, rows, part.StatisticsOf(statistics));
                continue;
            }
            var joined = part.Join(output, _input);
            kernels.Norm(norm.Form, joined, part.Weight, part.Bias, norm.Epsilon, joined, part.StatisticsOf(statistics));
            part.Spread(joined, output);
        }
    }

    public void InputGradient(MatrixView projections, AttentionShape shape, HeadNorm norm, MatrixView statistics, MatrixView gradient)
    {
        foreach (var part in Parts(shape, norm))
        {
            var (saved, rows) = (part.Join(projections, _input), part.Join(gradient, _output));
            kernels.NormInputGradient(norm.Form, rows, saved, part.StatisticsOf(statistics), part.Weight, rows, accumulate: false);
            part.Spread(rows, gradient);
        }
    }

    public void WeightGradient(NormedHeads heads, MatrixView outputGradient, MatrixView projections, MatrixView statistics, MatrixView gradient)
    {
        gradient.Row(0).Clear();
        foreach (var part in PartsOf(heads))
        {
            var (saved, rows, own) = (part.Join(projections, _input), part.Join(outputGradient, _output), _gradient.View(1, part.Columns.Length * part.Size));
            kernels.NormWeightGradient(rows, saved, part.StatisticsOf(statistics), own);
            part.AddTo(own, gradient);
        }
    }

    public void BiasGradient(NormedHeads heads, MatrixView outputGradient, MatrixView gradient)
    {
        gradient.Row(0).Clear();
        foreach (var part in PartsOf(heads))
        {
            var (rows, own) = (part.Join(outputGradient, _output), _gradient.View(1, part.Columns.Length * part.Size));
            kernels.LinearBiasGradient(rows, own);
            part.AddTo(own, gradient);
        }
    }

    public void Dispose()
    {
        foreach (var scratch in new[] { _input, _output, _gradient }) scratch.Dispose();
    }

    /// <summary>What is normalised together.</summary>
    /// <param name="IsOfKeys">Of keys; else of queries.</param>
    /// <param name="Columns">Where its heads begin in the projections.</param>
    /// <param name="Size">D.</param>
    /// <param name="Weight">[1, heads D].</param>
    /// <param name="Bias">[1, heads D], or nothing.</param>
    /// <param name="Offset">Where its weight begins in the parameter.</param>
    /// <param name="Place">Its place among the statistics.</param>
    private sealed record Part(bool IsOfKeys, int[] Columns, int Size, MatrixView Weight, MatrixView Bias, int Offset, int Place)
    {
        public MatrixView StatisticsOf(MatrixView statistics) => statistics.Block(0, statistics.RowCount, 2 * Place, 2);

        public MatrixView Block(MatrixView projections) => projections.Block(0, projections.RowCount, Columns[0], Size);

        /// <summary>The heads' columns beside each other, [rows, heads D], in scratch memory.</summary>
        public MatrixView Join(MatrixView projections, GrowingMatrix scratch)
        {
            var joined = scratch.View(projections.RowCount, Columns.Length * Size);
            for (var t = 0; t < joined.RowCount; t++)
                for (var i = 0; i < Columns.Length; i++) projections.Row(t).Slice(Columns[i], Size).CopyTo(joined.Row(t)[(i * Size)..]);
            return joined;
        }

        public void Spread(MatrixView joined, MatrixView projections)
        {
            for (var t = 0; t < joined.RowCount; t++)
                for (var i = 0; i < Columns.Length; i++) joined.Row(t).Slice(i * Size, Size).CopyTo(projections.Row(t)[Columns[i]..]);
        }

        public void AddTo(MatrixView gradient, MatrixView whole)
        {
            var sum = whole.Row(0)[Offset..];
            for (var i = 0; i < gradient.ColumnCount; i++) sum[i] += gradient.Row(0)[i];
        }
    }

    private static IEnumerable<Part> PartsOf(NormedHeads heads) => Parts(heads.Shape, heads.Norm).Where(part => part.IsOfKeys == heads.OfKeys);

    private static IEnumerable<Part> Parts(AttentionShape shape, HeadNorm norm)
    {
        var queries = Enumerable.Range(0, shape.Heads).Select(shape.QueryColumn).ToArray();
        var keys = Enumerable.Range(0, shape.KeyHeads).Select(shape.KeyColumn).ToArray();
        return PartsOf(queries, isOfKeys: false, norm.QueryWeight, norm.QueryBias, place: 0).Concat(PartsOf(keys, isOfKeys: true, norm.KeyWeight, norm.KeyBias, place: shape.Heads));

        IEnumerable<Part> PartsOf(int[] columns, bool isOfKeys, DeviceMatrix weight, DeviceMatrix bias, int place)
        {
            if (norm.Extent == QueryKeyNorm.AllHeads)
            {
                yield return new(isOfKeys, columns, shape.HeadSize, weight.View(), bias.View(), Offset: 0, place);
                yield break;
            }
            for (var head = 0; head < columns.Length; head++)
            {
                var offset = norm.Extent == QueryKeyNorm.EachHead ? head * shape.HeadSize : 0;
                MatrixView Own(DeviceMatrix parameter) => parameter.Exists ? parameter.View().Block(0, 1, offset, shape.HeadSize) : default;
                yield return new(isOfKeys, [columns[head]], shape.HeadSize, Own(weight), Own(bias), offset, place + head);
            }
        }
    }
}
