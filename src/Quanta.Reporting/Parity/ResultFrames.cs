using Quanta.Reporting.Charts;
using Quanta.ToyModels.Parity.Analysis;

namespace Quanta.Reporting.Parity;

/// <summary>Tables of results as frames.</summary>
internal static class ResultFrames
{
    /// <summary>The columns named, under their new names.</summary>
    public static Frame ToFrame(this ResultTable table, params IReadOnlyList<(string Name, string NewName)> columns) =>
        columns.Aggregate(Frame.Of(), (frame, column) => frame.With(column.NewName, table.Column(column.Name)));

    /// <summary>The rows whose alpha is among those of another frame; null for null.</summary>
    public static Frame? AtAlphasOf(this Frame? frame, Frame other)
    {
        var alphas = other["alpha"].ToHashSet();
        return frame?.Where("alpha", alphas.Contains);
    }
}
