using Quanta.Formats.Arrays;

namespace Quanta.Formats.Tests.Arrays;

public class TranspositionTests
{
    // rows, columns: below, at and past both sizes of tiles.
    public static TheoryData<int, int> Shapes => new()
    {
        { 0, 3 }, { 1, 1 }, { 3, 9 }, { 4, 4 }, { 5, 3 }, { 8, 8 }, { 9, 7 }, { 16, 1 }, { 17, 5 }, { 30, 12 }, { 33, 65 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Rows_become_columns(int rows, int columns)
    {
        var source = Numbered(rows, columns);
        var transposed = new float[source.Length];
        Transposition.Transpose(source, rows, columns, transposed);
        AssertTransposed(source, rows, columns, transposed);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void So_they_do_without_256_bit_vectors(int rows, int columns)
    {
        var source = Numbered(rows, columns);
        var transposed = new float[source.Length];
        var done = Transposition.TransposeSmallTiles(source, rows, columns, transposed);
        Assert.Equal(columns < 4 ? 0 : rows / 4 * 4, done);
        AssertTransposed(source, done, columns, transposed, rows);
    }

    private static float[] Numbered(int rows, int columns) => [.. Enumerable.Range(1, rows * columns).Select(i => (float)i)];

    private static void AssertTransposed(float[] source, int rows, int columns, float[] transposed, int? stride = null)
    {
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) Assert.Equal(source[row * columns + column], transposed[column * (stride ?? rows) + row]);
    }
}
