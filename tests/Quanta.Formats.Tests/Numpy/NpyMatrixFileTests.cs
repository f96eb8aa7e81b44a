using Quanta.Formats.Numpy;

namespace Quanta.Formats.Tests.Numpy;

public sealed class NpyMatrixFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("matrix.npy");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Blocks_in_any_order_over_two_runs_make_the_whole_matrix()
    {
        using (var matrix = NpyMatrixFile.CreateOrOpen(Path, 4, 3))
        {
            Assert.False(matrix.IsResumed);
            matrix.WriteBlock(2, 1, 2, [7, 8, 10, 11]);
            matrix.WriteBlock(0, 0, 3, [0, 1, 2, 3, 4, 5]);
            matrix.Flush();
        }
        Assert.False(File.Exists(Path));
        using (var matrix = NpyMatrixFile.CreateOrOpen(Path, 4, 3))
        {
            Assert.True(matrix.IsResumed);
            matrix.WriteBlock(2, 0, 1, [6, 9]);
            var block = new float[4];
            matrix.ReadBlock(1, 1, 2, block);
            Assert.Equal([4f, 5, 7, 8], block);
            matrix.Complete();
        }

        Assert.Equal([Path], Directory.GetFiles(_folder.Path));
        var array = Npy.Read(Path);
        Assert.Equal([4, 3], array.Shape);
        Assert.Equal([.. Enumerable.Range(0, 12).Select(i => (float)i)], array.Values<float>().ToArray());
    }

    [Fact]
    public void Unwritten_elements_are_zero()
    {
        using (var matrix = NpyMatrixFile.CreateOrOpen(Path, 2, 2)) matrix.Complete();

        Assert.Equal([0f, 0, 0, 0], Npy.Read(Path).ToSingle());
    }

    [Fact]
    public void A_file_begun_as_another_matrix_is_refused()
    {
        NpyMatrixFile.CreateOrOpen(Path, 2, 2).Dispose();

        Assert.Throws<InvalidDataException>(() => NpyMatrixFile.CreateOrOpen(Path, 2, 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(128)]
    [InlineData(130)]
    public void A_run_killed_while_it_made_the_file_is_begun_anew(int length)
    {
        NpyMatrixFile.CreateOrOpen(Path, 2, 2).Dispose();
        using (var file = File.OpenWrite(Path + ".partial")) file.SetLength(length);

        using var matrix = NpyMatrixFile.CreateOrOpen(Path, 2, 2);

        Assert.False(matrix.IsResumed);
        matrix.Complete();
        Assert.Equal([2, 2], Npy.Read(Path).Shape);
    }

    [Fact]
    public void Blocks_outside_are_refused()
    {
        using var matrix = NpyMatrixFile.CreateOrOpen(Path, 2, 3);

        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.WriteBlock(1, 0, 3, new float[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.WriteBlock(0, 2, 2, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.WriteBlock(-1, 0, 1, new float[1]));
        Assert.Throws<ArgumentException>(() => matrix.WriteBlock(0, 0, 2, new float[3]));
    }
}
