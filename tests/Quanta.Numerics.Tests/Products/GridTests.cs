using Quanta.Numerics.Products.Managed;

namespace Quanta.Numerics.Tests.Products;

public class GridTests
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(100, 3, 4)]
    [InlineData(3, 1000, 6)]
    [InlineData(97, 89, 12)]
    [InlineData(1000, 1000, 7)]
    public void The_pieces_cover_every_element_once(int rows, int columns, int pieces)
    {
        var grid = Grid.Of(rows, columns, pieces, columnStep: 32);
        var covered = new int[rows, columns];
        for (var index = 0; index < grid.Count; index++)
        {
            var piece = grid.Piece(index);
            for (var i = 0; i < piece.Rows; i++)
                for (var j = 0; j < piece.Columns; j++) covered[piece.Row + i, piece.Column + j]++;
        }
        Assert.All(covered.Cast<int>(), count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_wide_matrix_is_cut_into_columns_and_a_tall_one_into_rows()
    {
        Assert.Equal((1, 4), (Grid.Of(8, 10_000, 4, 32).RowParts, Grid.Of(8, 10_000, 4, 32).ColumnParts));
        Assert.Equal((4, 1), (Grid.Of(10_000, 8, 4, 32).RowParts, Grid.Of(10_000, 8, 4, 32).ColumnParts));
        Assert.Equal((2, 2), (Grid.Of(1000, 1000, 4, 32).RowParts, Grid.Of(1000, 1000, 4, 32).ColumnParts));
    }
}
