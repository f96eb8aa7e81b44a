using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>Cuts matrices into panels that lie one after the other.</summary>
internal static unsafe class Packing<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private static int PanelColumns => 2 * TLanes.Width;

    /// <summary>A [rows, depth] into narrow panels of <paramref name="panelRows"/> rows, the last of what is left. Writes up to a vector beyond.</summary>
    public static void PackRows(MatrixView a, int panelRows, float* panels)
    {
        for (var i = 0; i < a.RowCount; i += panelRows)
        {
            var rows = Math.Min(panelRows, a.RowCount - i);
            var panel = panels + (nint)i * a.ColumnCount;
            Panel<TVector, TLanes>.Pack(a.Data + i * a.RowStride, a.RowStride, a.ColumnStride, rows, a.RowCount - i, a.ColumnCount, panel, rows);
        }
    }

    /// <summary>B [depth, columns] into wide panels of two vectors, the last filled up with anything.</summary>
    public static void PackColumns(MatrixView b, float* panels)
    {
        var copied = b.ColumnStride == 1 ? b.ColumnCount / PanelColumns * PanelColumns : 0;
        CopyRows(b.Columns(0, copied), panels);
        for (var j = copied; j < b.ColumnCount; j += PanelColumns)
        {
            var columns = Math.Min(PanelColumns, b.ColumnCount - j);
            var panel = panels + (nint)j * b.RowCount;
            Panel<TVector, TLanes>.Pack(b.Data + j * b.ColumnStride, b.ColumnStride, b.RowStride, columns, b.ColumnCount - j, b.RowCount, panel, PanelColumns);
        }
    }

    /// <summary>Goes along the rows, through all panels at once: the memory likes long rows better than short pieces of many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(MatrixView b, float* panels)
    {
        var row = b.Data;
        var (stride, panelFloats) = ((nint)b.RowStride, (nint)b.RowCount * PanelColumns);
        for (var k = 0; k < b.RowCount; k++, row += stride, panels += PanelColumns)
        {
            var panel = panels;
            for (var j = 0; j < b.ColumnCount; j += PanelColumns, panel += panelFloats)
            {
                TLanes.Prefetch(row + stride + j);
                TLanes.Prefetch(row + stride + j + TLanes.Width);
                TLanes.Store(panel, TLanes.Load(row + j));
                TLanes.Store(panel + TLanes.Width, TLanes.Load(row + j + TLanes.Width));
            }
        }
    }
}

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

/// <summary>A thread's memory for packed panels, allocated at its first product and kept for the next: 3 MB.</summary>
internal sealed unsafe class PackBuffer
{
    private const int BlockFloats = 160 * 1024, TileFloats = 512;
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static PackBuffer? _ofThread;

    private readonly float* _data = (float*)NativeMemory.AlignedAlloc(sizeof(float) * (SlabFloats + BlockFloats + TileFloats), Alignment);

    ~PackBuffer() => NativeMemory.AlignedFree(_data);

    public static PackBuffer OfThread => _ofThread ??= new PackBuffer();

    /// <summary>For narrow panels: up to <see cref="Blocking.SlabRows"/> rows of A, and a vector beyond.</summary>
    public float* Slab => _data;

    /// <summary>For wide panels: a block of B.</summary>
    public float* Block => _data + SlabFloats;

    /// <summary>For one register block of C.</summary>
    public float* Tile => _data + SlabFloats + BlockFloats;

    private static nuint SlabFloats => Blocking.SlabRows * Blocking.Depth + 16;
}

/// <summary>The sizes in which matrices are cut.</summary>
internal static class Blocking
{
    /// <summary>Products that are summed in registers before they are added to C: part of the definition of every element's bits.</summary>
    /// <remarks>A panel of A of this depth, 28 KB, just fits a first-level cache. Deeper means fewer passes over C.</remarks>
    public const int Depth = 512;

    /// <summary>Rows of A that are packed at a time when B has several blocks of columns, each of which meets all of them: 2.6 MB, a share of the third-level cache.</summary>
    public const int SlabRows = 1344;

    /// <summary>Rows of A that are packed at a time when a single block of B meets all rows: 224 KB, a share of the second-level cache.</summary>
    public const int SingleBlockSlabRows = 112;

    /// <summary>The most panels of A for which B is read as it lies: for so few a packed B is not used often enough to repay its packing.</summary>
    public const int UnpackedPanels = 2;

    /// <summary>The size of the parts, each a multiple of <paramref name="step"/> but the last,
    /// when as few as possible of at most <paramref name="most"/> are made as even as possible.</summary>
    public static int EvenPart(int total, int most, int step)
    {
        var parts = Math.Max(1, (total + most - 1) / most);
        return Math.Max(1, (total + parts * step - 1) / (parts * step)) * step;
    }
}
