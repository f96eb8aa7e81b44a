using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>What is checked of an operation's matrices before anything is computed.</summary>
internal static class OperationChecks
{
    /// <summary>Whether there is a gate: the activation function's input is then twice as wide as its output.</summary>
    public static bool RequireGate(DeviceMatrix input, DeviceMatrix output)
    {
        var isGated = input.ColumnCount == 2 * output.ColumnCount;
        Require(output, input.RowCount, isGated ? output.ColumnCount : input.ColumnCount);
        return isGated;
    }

    public static void Require(DeviceMatrix matrix, int rows, int columns)
    {
        if (matrix.RowCount != rows || matrix.ColumnCount != columns)
            throw new ArgumentException($"A matrix of {rows} x {columns} was required, but one of {matrix.RowCount} x {matrix.ColumnCount} was given.");
    }

    public static void CheckReach(DeviceMatrix projections, AttentionShape shape, StackedRows queries)
    {
        for (var i = 0; i < queries.Count; i++)
        {
            var positions = shape.Rotations.Exists ? shape.Rotations.RowCount : int.MaxValue;
            if (queries[i].Reach > positions || queries[i].Origin + queries[i].Reach > projections.RowCount)
                throw new ArgumentException(
                    $"Segment {i} reaches position {queries[i].Reach}, beyond the {positions} positions of the model or the {projections.RowCount} rows given.", nameof(queries));
        }
    }

    public static int CheckedRow(int token, DeviceMatrix table) =>
        (uint)token < (uint)table.RowCount ? token : throw new ArgumentException($"Token {token} is outside the vocabulary of {table.RowCount}.", nameof(token));

    public static int CheckedTarget(int target, MatrixView logits) => (uint)target < (uint)logits.ColumnCount
        ? target
        : throw new ArgumentException($"Target {target} is outside the vocabulary of {logits.ColumnCount}.", nameof(target));
}
