using System.Runtime.CompilerServices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>Copies lines of a matrix (rows of A, or columns of B) into a panel in which the values that are needed together lie together.</summary>
/// <remarks>A panel is [depth, panelLines]. Where it has more lines than the matrix, up to the next whole vector, the last line is repeated:
/// the products of those are discarded. A panel may write up to a vector beyond its end, so panels are packed in ascending order.</remarks>
internal static unsafe class Panel<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    /// <param name="source">The first value of the first line.</param>
    /// <param name="lineStride">Floats from one line to the next.</param>
    /// <param name="depthStride">Floats from one value of a line to the next.</param>
    /// <param name="lines">The number of lines to pack.</param>
    /// <param name="readable">The number of lines from <paramref name="source"/> to the end of the matrix.</param>
    /// <param name="depth">The number of values of each line.</param>
    /// <param name="panel">Written.</param>
    /// <param name="panelLines">Lines of the panel, at least <paramref name="lines"/>.</param>
    public static void Pack(float* source, long lineStride, long depthStride, int lines, int readable, int depth, float* panel, int panelLines)
    {
        var wholeVectors = (lines + TLanes.Width - 1) / TLanes.Width * TLanes.Width;
        if (lineStride == 1 && wholeVectors <= readable)
            Copy(source, (nint)depthStride, lines, depth, panel, panelLines);
        else if (depthStride == 1)
            Transpose(source, (nint)lineStride, lines, depth, panel, panelLines);
        else
            Gather(source, (nint)lineStride, (nint)depthStride, lines, 0, depth, panel, panelLines);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* source, nint depthStride, int lines, int depth, float* panel, int panelLines)
    {
        for (; depth > 0; depth--, source += depthStride, panel += panelLines)
            for (var line = 0; line < lines; line += TLanes.Width)
                TLanes.Store(panel + line, TLanes.Load(source + line));
    }

    /// <summary>The last vector of lines first: its surplus falls on places that the first vector of lines writes later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* source, nint lineStride, int lines, int depth, float* panel, int panelLines)
    {
        var starts = stackalloc float*[TLanes.Width];
        for (var first = (lines - 1) / TLanes.Width * TLanes.Width; first >= 0; first -= TLanes.Width)
        {
            for (var i = 0; i < TLanes.Width; i++) starts[i] = source + Math.Min(first + i, lines - 1) * lineStride;
            var k = 0;
            for (; k <= depth - TLanes.Width; k += TLanes.Width)
            {
                TLanes.Transpose(starts, panel + (nint)k * panelLines + first, panelLines);
                for (var i = 0; i < TLanes.Width; i++) starts[i] += TLanes.Width;
            }
        }
        var done = depth / TLanes.Width * TLanes.Width;
        Gather(source + done, lineStride, 1, lines, done, depth, panel, panelLines);
    }

    /// <summary>Any strides, value by value.</summary>
    private static void Gather(float* source, nint lineStride, nint depthStride, int lines, int start, int depth, float* panel, int panelLines)
    {
        var wholeVectors = Math.Min((lines + TLanes.Width - 1) / TLanes.Width * TLanes.Width, panelLines);
        for (var k = start; k < depth; k++, source += depthStride)
            for (var line = 0; line < wholeVectors; line++)
                panel[(nint)k * panelLines + line] = source[Math.Min(line, lines - 1) * lineStride];
    }
}
