using Quanta.Formats.Numpy;

namespace Quanta.Formats.Tests.Numpy;

public sealed class MappedNpyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fortran.npy")]
    [InlineData("version2.npy")]
    [InlineData("i8.npy")]
    [InlineData("f2.npy")]
    public void Every_range_reads_as_from_memory(string name)
    {
        var expected = Npy.Read(Golden.Path(name)).ToDouble();
        using var mapped = Npy.Open(Golden.Path(name));

        for (var start = 0; start <= expected.Length; start++)
        {
            for (var length = 0; length <= expected.Length - start; length++)
            {
                var values = new double[length];
                mapped.Read(start, values);
                Assert.Equal(expected[start..(start + length)], values);
            }
        }
    }

    [Fact]
    public void Rows_of_a_matrix_read_in_place_and_converted()
    {
        Npy.Write<double>(_folder.File("a.npy"), [1, 2, 3, 4, 5, 6], 2, 3);
        using var mapped = Npy.Open(_folder.File("a.npy"));

        var row = new float[3];
        mapped.ReadRow(1, row);

        Assert.Equal([4f, 5, 6], row);
        Assert.Equal([1.0, 2, 3], mapped.Row<double>(0).ToArray());
        Assert.Equal((2, 3), (mapped.Rows, mapped.Columns));
        Assert.Throws<ArgumentOutOfRangeException>(() => mapped.ReadRow(2, row));
        Assert.Throws<ArgumentException>(() => mapped.ReadRow(0, new float[2]));
        Assert.Throws<InvalidDataException>(() => mapped.Row<float>(0).Length);
    }

    [Fact]
    public void Ranges_outside_are_refused()
    {
        using var mapped = Npy.Open(Golden.Path("vector.npy"));

        Assert.Throws<ArgumentOutOfRangeException>(() => mapped.Read(-1, new long[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => mapped.Read(5, new long[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => mapped.Read(long.MaxValue, new long[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => mapped.Values<long>(4, 2).Length);
        Assert.Throws<InvalidDataException>(() => mapped.Rows);
    }

    [Fact]
    public void In_place_access_to_Fortran_order_is_refused()
    {
        using var mapped = Npy.Open(Golden.Path("fortran.npy"));

        Assert.Throws<InvalidDataException>(() => mapped.Values<float>(0, 1).Length);
    }

    [Fact]
    public void A_disposed_file_is_not_read()
    {
        var mapped = Npy.Open(Golden.Path("vector.npy"));
        mapped.Dispose();
        mapped.Dispose();

        Assert.Throws<ObjectDisposedException>(() => mapped.Read(0, new long[1]));
    }

    [Fact]
    public void A_large_Fortran_matrix_reads_as_its_transpose()
    {
        const int Rows = 301, Columns = 517; // more than one chunk of conversion, and no multiples of it
        var values = Enumerable.Range(0, Rows * Columns).Select(i => (float)i).ToArray();
        Npy.Write<float>(_folder.File("c.npy"), values, Columns, Rows);
        var bytes = File.ReadAllBytes(_folder.File("c.npy"));
        var header = System.Text.Encoding.Latin1.GetString(bytes, 0, 128)
            .Replace("False, 'shape': (517, 301)", "True, 'shape': (301, 517) ", StringComparison.Ordinal);
        System.Text.Encoding.Latin1.GetBytes(header).CopyTo(bytes, 0);
        File.WriteAllBytes(_folder.File("f.npy"), bytes);

        var transposed = Npy.Read(_folder.File("f.npy")).ToSingle();

        Assert.Equal([.. from row in Enumerable.Range(0, Rows) from column in Enumerable.Range(0, Columns) select values[column * Rows + row]], transposed);
    }
}
