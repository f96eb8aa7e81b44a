using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>Cuts C into pieces and shares them out among threads. Every piece is computed as if alone, so neither the cut nor the order changes a bit.</summary>
internal static class SharedWork
{
    /// <summary>Multiply-adds under which another thread costs more than it brings (waking one takes microseconds).</summary>
    private const long LeastWork = 1 << 20;

    private const int RowStep = 14;

    public static void RunRectangle(MatrixKernels kernels, MatrixView a, RightOperand b, MatrixView c, bool accumulate, int threads)
    {
        var pieces = PieceCount((long)c.RowCount * c.ColumnCount, a.ColumnCount, threads);
        var grid = Grid.Of(c.RowCount, c.ColumnCount, pieces, kernels.PanelColumns);
        if (grid.Count == 1) kernels.Multiply(a, b, c, accumulate, c.ColumnCount);
        else WorkQueue.Run(new RectanglePieces(kernels, a, b, c, accumulate, grid), grid.Count, threads);
    }

    public static void RunTriangle(MatrixKernels kernels, MatrixView a, MatrixView c, bool accumulate, int threads)
    {
        var pieces = PieceCount((long)c.RowCount * c.RowCount / 2, a.ColumnCount, threads);
        var job = new TrianglePieces(kernels, a, c, accumulate, pieces);
        if (pieces == 1) job.Run(0);
        else WorkQueue.Run(job, pieces, threads);
    }

    private static int PieceCount(long elements, int depth, int threads) => (int)Math.Clamp(elements * depth / LeastWork, 1, threads);

    private readonly struct RectanglePieces(MatrixKernels kernels, MatrixView a, RightOperand b, MatrixView c, bool accumulate, Grid grid) : IWork
    {
        public void Run(int index)
        {
            var (row, rows, column, columns) = grid.Piece(index);
            if (rows == 0 || columns == 0) return;
            kernels.Multiply(a.Rows(row, rows), b.Columns(column, columns), c.Block(row, rows, column, columns), accumulate, columns);
        }
    }

    /// <summary>Bands of rows of equal area below the diagonal.</summary>
    private readonly struct TrianglePieces(MatrixKernels kernels, MatrixView a, MatrixView c, bool accumulate, int pieces) : IWork
    {
        public void Run(int index)
        {
            var (start, end) = (Boundary(index), Boundary(index + 1));
            if (start == end) return;
            kernels.Multiply(a.Rows(start, end - start), new RightOperand(a.Rows(0, end).Transposed), c.Block(start, end - start, 0, end), accumulate, start);
        }

        private int Boundary(int index) =>
            index == pieces ? c.RowCount : (int)(c.RowCount * Math.Sqrt((double)index / pieces)) / RowStep * RowStep;
    }
}
