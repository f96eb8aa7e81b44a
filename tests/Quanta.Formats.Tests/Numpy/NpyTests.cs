using Quanta.Formats.Numpy;

namespace Quanta.Formats.Tests.Numpy;

public sealed class NpyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_come_back_with_their_shape_and_type()
    {
        var path = _folder.File("a.npy");
        Npy.Write<float>(path, [1, 2, 3, 4, 5, 6], 2, 3);

        var array = Npy.Read(path);

        Assert.Equal(NpyType.Float32, array.Type);
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1f, 2, 3, 4, 5, 6], array.ToSingle());
        using var mapped = Npy.Open(path);
        var row = new float[3];
        mapped.ReadRow(1, row);
        Assert.Equal([4f, 5, 6], row);
    }

    [SharedDataFact("data/formats/test.npy")]
    public void A_real_file_reads() => Assert.Equal(10, Npy.Read(SharedData.Path("data/formats/test.npy")).ToInt64().Length);
}
