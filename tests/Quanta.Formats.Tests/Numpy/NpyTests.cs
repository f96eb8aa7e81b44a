using Quanta.Formats.Numpy;

namespace Quanta.Formats.Tests.Numpy;

public sealed class NpyTests : IDisposable
{
    private static readonly float[] Cube = [.. Enumerable.Range(0, 24).Select(i => (float)i)];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_reads_and_is_written_as_NumPy_writes_it()
    {
        Check<Half>("f2", NpyType.Float16, [(Half)0, (Half)1, (Half)2, (Half)3, (Half)4, (Half)5]);
        Check<float>("f4", NpyType.Float32, [0, 1, 2, 3, 4, 5]);
        Check<double>("f8", NpyType.Float64, [0, 1, 2, 3, 4, 5]);
        Check<sbyte>("i1", NpyType.Int8, [0, 1, 2, 3, 4, 5]);
        Check<short>("i2", NpyType.Int16, [0, 1, 2, 3, 4, 5]);
        Check<int>("i4", NpyType.Int32, [0, 1, 2, 3, 4, 5]);
        Check<long>("i8", NpyType.Int64, [0, 1, 2, 3, 4, 5]);
        Check<byte>("u1", NpyType.UInt8, [0, 1, 2, 3, 4, 5]);
        Check<ushort>("u2", NpyType.UInt16, [0, 1, 2, 3, 4, 5]);
        Check<uint>("u4", NpyType.UInt32, [0, 1, 2, 3, 4, 5]);
        Check<ulong>("u8", NpyType.UInt64, [0, 1, 2, 3, 4, 5]);
        Check<bool>("b1", NpyType.Bool, [false, true, true, true, true, true]);

        void Check<T>(string name, NpyType type, T[] expected)
            where T : unmanaged
        {
            var array = Npy.Read(Golden.Path(name + ".npy"));
            Assert.Equal(type, array.Type);
            Assert.Equal([2, 3], array.Shape);
            Assert.Equal(expected, array.Values<T>().ToArray());
            var path = _folder.File(name + ".npy");
            Npy.Write<T>(path, expected, 2, 3);
            Assert.Equal(Golden.Bytes(name + ".npy"), File.ReadAllBytes(path));
            Npy.Write(path, array);
            Assert.Equal(Golden.Bytes(name + ".npy"), File.ReadAllBytes(path));
        }
    }

    [Theory]
    [InlineData("fortran.npy")]
    [InlineData("version2.npy")]
    [InlineData("version3.npy")]
    public void Fortran_order_and_later_versions_read_in_C_order(string name)
    {
        var array = Npy.Read(Golden.Path(name));

        Assert.Equal([2, 3, 4], array.Shape);
        Assert.Equal(Cube, array.Values<float>().ToArray());
    }

    [Fact]
    public void Single_values_and_empty_arrays_read_and_are_written_as_NumPy_writes_them()
    {
        Assert.Empty(Npy.Read(Golden.Path("scalar.npy")).Shape);
        Assert.Equal([2.5], Npy.Read(Golden.Path("scalar.npy")).ToDouble());
        Npy.Write<double>(_folder.File("scalar.npy"), [2.5]);
        Assert.Equal(Golden.Bytes("scalar.npy"), File.ReadAllBytes(_folder.File("scalar.npy")));

        Assert.Equal([0, 3], Npy.Read(Golden.Path("empty.npy")).Shape);
        Assert.Empty(Npy.Read(Golden.Path("empty.npy")).ToSingle());
        Npy.Write<float>(_folder.File("empty.npy"), [], 0, 3);
        Assert.Equal(Golden.Bytes("empty.npy"), File.ReadAllBytes(_folder.File("empty.npy")));

        Assert.Equal([1234567890, 0], Npy.Read(Golden.Path("long-axis.npy")).Shape);
        Npy.Write<byte>(_folder.File("long-axis.npy"), [], 1234567890, 0);
        Assert.Equal(Golden.Bytes("long-axis.npy"), File.ReadAllBytes(_folder.File("long-axis.npy")));
    }

    [Theory]
    [InlineData("bigendian.npy", "big-endian")]
    [InlineData("structured.npy", "structured")]
    [InlineData("object.npy", "'|O'")]
    public void What_is_not_supported_is_refused_by_name(string name, string reason)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Npy.Read(Golden.Path(name)));

        Assert.StartsWith(Golden.Path(name), exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_shorter_or_longer_than_its_header_claims_is_refused()
    {
        var whole = Golden.Bytes("f4.npy");
        var path = _folder.File("a.npy");
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => Npy.Read(path));
        }
        File.WriteAllBytes(path, [.. whole, 0]);
        Assert.Throws<InvalidDataException>(() => Npy.Read(path));
    }

    [Fact]
    public void Integers_widen_and_narrow_only_where_the_value_stays()
    {
        Npy.Write<long>(_folder.File("small.npy"), [1, -2, int.MaxValue], 3);
        Assert.Equal([1, -2, int.MaxValue], Npy.Read(_folder.File("small.npy")).ToInt32());
        Assert.Equal([1.0, -2, int.MaxValue], Npy.Read(_folder.File("small.npy")).ToDouble());

        Npy.Write<long>(_folder.File("large.npy"), [1, 1L << 31], 2);
        var exception = Assert.Throws<InvalidDataException>(() => Npy.Read(_folder.File("large.npy")).ToInt32());
        Assert.Contains("element 1 is 2147483648", exception.Message, StringComparison.Ordinal);

        Npy.Write<int>(_folder.File("odd.npy"), [(1 << 24) + 1], 1);
        Assert.Throws<InvalidDataException>(() => Npy.Read(_folder.File("odd.npy")).ToSingle());
    }

    [Fact]
    public void Floats_convert_to_floats_but_not_to_integers()
    {
        Npy.Write<double>(_folder.File("a.npy"), [1, 0.1, double.NaN, 1e300], 4);
        var array = Npy.Read(_folder.File("a.npy"));

        Assert.Equal([1, 0.1f, float.NaN, float.PositiveInfinity], array.ToSingle());
        Assert.Throws<InvalidDataException>(() => array.ToInt64());
        Assert.Throws<InvalidDataException>(() => array.Values<float>().Length);
    }

    [Fact]
    public void Misuse_is_an_argument_exception()
    {
        Assert.Throws<ArgumentException>(() => Npy.Write<float>(_folder.File("a.npy"), [1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => Npy.Write<float>(_folder.File("a.npy"), [], -1, 0));
        Assert.Throws<ArgumentException>(() => Npy.Write<char>(_folder.File("a.npy"), ['a'], 1));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [SharedDataFact("data/formats/the_pile_16k_unigrams.npy")]
    public void Real_unigram_counts_read()
    {
        var counts = Npy.Read(SharedData.Path("data/formats/the_pile_16k_unigrams.npy"));

        Assert.Equal(NpyType.UInt32, counts.Type);
        Assert.Equal([1, 50277], counts.Shape);
        Assert.All(counts.ToInt64(), count => Assert.InRange(count, 0, uint.MaxValue));
    }
}
