using Quanta.Formats.Numpy;

namespace Quanta.Formats.Tests.Numpy;

public sealed class NpyWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_known_shape_is_filled_in_parts()
    {
        var path = _folder.File("a.npy");
        using (var writer = NpyWriter.Create<int>(path, 2, 3))
        {
            writer.Write([0, 1]);
            writer.Write([2, 3, 4, 5]);
            Assert.False(File.Exists(path));
            writer.Complete();
        }

        Assert.Equal(Golden.Bytes("i4.npy"), File.ReadAllBytes(path));
    }

    [Fact]
    public void Rows_append_until_complete_and_the_file_is_the_same_as_if_the_shape_had_been_known()
    {
        var path = _folder.File("a.npy");
        using (var writer = NpyWriter.CreateGrowing<int>(path, 3))
        {
            writer.Write([0, 1, 2, 3]);
            writer.Write([4, 5]);
            writer.Complete();
        }

        Assert.Equal(Golden.Bytes("i4.npy"), File.ReadAllBytes(path));
    }

    [Fact]
    public void Single_values_and_no_rows_append_too()
    {
        using (var writer = NpyWriter.CreateGrowing<long>(_folder.File("a.npy")))
        {
            for (var i = 0L; i < 5; i++) writer.Write([i]);
            writer.Complete();
        }
        using (var writer = NpyWriter.CreateGrowing<float>(_folder.File("b.npy"), 3)) writer.Complete();

        Assert.Equal(Golden.Bytes("vector.npy"), File.ReadAllBytes(_folder.File("a.npy")));
        Assert.Equal(Golden.Bytes("empty.npy"), File.ReadAllBytes(_folder.File("b.npy")));
    }

    [Fact]
    public void What_is_not_completed_leaves_the_old_file_and_no_other()
    {
        var path = _folder.File("a.npy");
        File.WriteAllText(path, "old");
        using (var writer = NpyWriter.CreateGrowing<int>(path)) writer.Write([1, 2, 3]);

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Too_few_and_too_many_values_are_refused()
    {
        using var known = NpyWriter.Create<int>(_folder.File("a.npy"), 2);
        known.Write([1]);
        Assert.Throws<InvalidOperationException>(known.Complete);
        Assert.Throws<ArgumentException>(() => known.Write([1, 2]));

        using var growing = NpyWriter.CreateGrowing<int>(_folder.File("b.npy"), 2);
        growing.Write([1]);
        Assert.Throws<InvalidOperationException>(growing.Complete);
    }
}
