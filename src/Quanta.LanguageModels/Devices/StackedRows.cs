namespace Quanta.LanguageModels.Devices;

/// <summary>A run of consecutive positions of one document within a stack of rows.</summary>
/// <param name="Origin">The batch row of the document's token 0: attention looks back to it and no further.</param>
/// <param name="First">The batch row of the run's first position.</param>
/// <param name="Count">The number of positions.</param>
/// <param name="Saved">The row of the run's first position in the activations that the forward pass saved: <paramref name="First"/>, unless the
/// forward pass kept chosen rows only.</param>
public readonly record struct RowSegment(int Origin, int First, int Count, int Saved)
{
    /// <summary>The number of positions from the document's start to the run's end.</summary>
    public int Reach => First + Count - Origin;
}

/// <summary>Segments stacked one under another: row <c>Offset(i) + j</c> of a stacked matrix belongs to position j of segment i.</summary>
/// <remarks>Documents of different lengths run through the model as one stack, and so do the gradients of several predictions of one document.</remarks>
public sealed class StackedRows
{
    private readonly RowSegment[] _segments;
    private readonly int[] _offsets;

    public StackedRows(params ReadOnlySpan<RowSegment> segments)
    {
        _segments = segments.ToArray();
        _offsets = new int[segments.Length + 1];
        for (var i = 0; i < segments.Length; i++)
        {
            _offsets[i + 1] = checked(_offsets[i] + segments[i].Count);
            ReachCount = checked(ReachCount + segments[i].Reach);
        }
    }

    /// <summary>The number of segments.</summary>
    public int Count => _segments.Length;

    /// <summary>The number of stacked rows.</summary>
    public int RowCount => _offsets[^1];

    /// <summary>The number of stacked rows when each segment begins at its document's start.</summary>
    public int ReachCount { get; }

    public RowSegment this[int segment] => _segments[segment];

    /// <summary>The stacked row of the segment's first position.</summary>
    public int Offset(int segment) => _offsets[segment];

    /// <summary>Segments <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1 as a stack of their own.</summary>
    public StackedRows Slice(int start, int count) => new(_segments.AsSpan(start, count));

    /// <summary>The same segments, each from its document's start to its last position: the rows whose keys and values the segments' queries reach.</summary>
    public StackedRows ToReach() => new([.. _segments.Select(s => new RowSegment(s.Origin, s.Origin, s.Reach, s.Origin))]);

    /// <summary>Each of the first rows as a segment of its own.</summary>
    public static StackedRows Singles(int count) => Documents([.. Enumerable.Repeat(1, count)]);

    /// <summary>Documents of the given token counts, end to end.</summary>
    public static StackedRows Documents(ReadOnlySpan<int> tokenCounts)
    {
        var segments = new RowSegment[tokenCounts.Length];
        var row = 0;
        for (var i = 0; i < tokenCounts.Length; row += tokenCounts[i++]) segments[i] = new RowSegment(row, row, tokenCounts[i], row);
        return new StackedRows(segments);
    }
}
