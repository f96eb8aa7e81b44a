using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Tests.Devices;

/// <summary>Norms, sparse vectors and tiles of every device against the definitions in float64, over lengths around a slice's, scales, threads and places.</summary>
public class VectorOperationsTests
{
    public static TheoryData<string> Devices => DeviceCases.All;

    public static TheoryData<string, float, int> Scales()
    {
        var data = new TheoryData<string, float, int>();
        foreach (var device in DeviceRegistry.Available)
            foreach (var scale in new[] { 1e-30f, 1e-22f, 1, 1e18f, 1e30f })
                foreach (var threads in new[] { 1, 2, 16 }) data.Add(device.Name, scale, threads);
        return data;
    }

    [Theory, MemberData(nameof(Scales))]
    public void Unit_vectors_and_their_norms_at_every_scale(string name, float scale, int threads)
    {
        foreach (var length in new[] { 1, 7, 1024, 1025, 20_000 })
        {
            using var box = new Vectors(name, 5, length, scale, threads);
            var norms = new double[5];
            box.Operations.Normalise(box.All, norms);
            for (var i = 0; i < 5; i++)
            {
                var norm = Math.Sqrt(box.Before[i].Sum(x => (double)x * x));
                Expect.Near(norm, norms[i], 1e-6 * norm, "slices of 1,024 squares summed in float32");
                Expect.AllNear([.. box.Before[i].Select(x => (float)(x / norm))], box.Values(i), 1e-6, "one product with a rounded factor");
            }
        }
    }

    [Theory, MemberData(nameof(Devices))]
    public void Vectors_of_norm_0_or_no_number_stay(string name)
    {
        using var box = new Vectors(name, 3, 10, scale: 0, threads: 2);
        box.Set(1, 4, float.NaN);
        box.Set(2, 4, float.PositiveInfinity);
        var norms = new double[3];
        box.Operations.Normalise(box.All, norms);
        Assert.Equal([0, double.NaN, double.PositiveInfinity], norms);
        Assert.Equal(new float[10], box.Values(0));
        Assert.Equal(float.PositiveInfinity, box.Values(2)[4]);
    }

    [Theory, MemberData(nameof(Scales))]
    public void Tiles_are_inner_products_in_float64_over_slices(string name, float scale, int threads)
    {
        scale = Math.Clamp(scale, 1e-15f, 1e15f);
        foreach (var length in new[] { 1, 33, 16_384, 16_385, 50_000 })
        {
            using var box = new Vectors(name, 9, length, scale, threads);
            foreach (var absolute in new[] { false, true })
            {
                var (own, tile) = (new double[81], new double[4 * 5]);
                box.Operations.Products(box.All, box.All, absolute, own);
                box.Operations.Products(box.All.Range(0, 4), box.All.Range(4, 5), absolute, tile);
                for (var i = 0; i < 9; i++)
                {
                    for (var j = 0; j < 9; j++)
                    {
                        var (expected, size) = Product(box.Before[i], box.Before[j], absolute);
                        Expect.Near(expected, own[i * 9 + j], 3e-6 * size, "float32 within slices, beside the sum of the terms' sizes");
                        Assert.Equal(own[i * 9 + j], own[j * 9 + i]);
                        if (i < 4 && j >= 4) Expect.Near(expected, tile[i * 5 + j - 4], 3e-6 * size, "the same, at another place");
                    }
                }
            }
        }
    }

    [Theory, MemberData(nameof(Devices))]
    public void A_tiles_bits_depend_on_neither_threads_nor_neighbours(string name)
    {
        using var one = new Vectors(name, 40, 20_000, 1, threads: 1);
        using var many = new Vectors(name, 40, 20_000, 1, threads: 16);
        var (whole, part) = (new double[20 * 20], new double[3 * 7]);
        one.Operations.Products(one.All.Range(0, 20), one.All.Range(20, 20), absolute: false, whole);
        many.Operations.Products(many.All.Range(2, 3), many.All.Range(25, 7), absolute: false, part);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 7; j++) Assert.Equal(whole[(2 + i) * 20 + 5 + j], part[i * 7 + j]);
    }

    [Theory, MemberData(nameof(Devices))]
    public void Small_entries_vanish_and_the_others_stay(string name)
    {
        using var box = new Vectors(name, 3, 2000, 1, threads: 2);
        box.Operations.Sparsify(box.All.Range(1, 2), 0.7f);
        for (var i = 0; i < 3; i++) Assert.Equal(box.Before[i].Select(x => i > 0 && Math.Abs(x) < 0.7f ? 0 : x), box.Values(i));
        box.Operations.Clear(box.All.Range(0, 1));
        Assert.Equal(new float[2000], box.Values(0));
    }

    [Theory, MemberData(nameof(Scales))]
    public void Scaled_vectors_and_their_sums(string name, float scale, int threads)
    {
        using var box = new Vectors(name, 4, 2000, scale, threads);
        box.Operations.AddScaled(box.All.Range(0, 2), -0.25, box.All.Range(2, 2));
        box.Operations.Scale(box.Part([1, 3], 500, 1000), [2, 1 / (3.0 * scale)]);
        for (var i = 2; i < 4; i++)
        {
            var expected = box.Before[i].Zip(box.Before[i - 2], (sum, addend) => sum - 0.25 * addend);
            if (i == 3) expected = expected.Select((value, j) => j is >= 500 and < 1500 ? value / (3.0 * scale) : value);
            var size = i == 3 ? Math.Max(scale, 1) : scale;
            Expect.AllNear([.. expected.Select(value => (float)value)], box.Values(i), 1e-6 * size, "two roundings to float32 of entries of some 4 scales");
        }
        Assert.Equal(box.Before[0], box.Values(0));
        Assert.Equal(box.Before[1].Select((value, j) => j is >= 500 and < 1500 ? 2 * value : value), box.Values(1));
        Assert.Throws<ArgumentException>(() => box.Operations.Scale(box.Part([1, 3], 0, 1), [2]));
        Assert.Throws<ArgumentException>(() => box.Operations.AddScaled(box.All.Range(0, 1), 1, box.All.Range(1, 2)));
    }

    [Theory, MemberData(nameof(Devices))]
    public void Wrong_shapes_are_refused(string name)
    {
        using var box = new Vectors(name, 3, 10, 1, threads: 1);
        using var other = new Vectors(name, 3, 11, 1, threads: 1);
        Assert.Throws<ArgumentException>(() => box.Operations.Normalise(box.All, new double[2]));
        Assert.Throws<ArgumentException>(() => box.Operations.Products(box.All, other.All, absolute: false, new double[9]));
        Assert.Throws<ArgumentException>(() => box.Operations.Products(box.All, box.All, absolute: false, new double[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => box.All.Range(2, 2));
    }

    private static (double Sum, double Size) Product(float[] x, float[] y, bool absolute)
    {
        double sum = 0, size = 0;
        for (var k = 0; k < x.Length; k++)
        {
            var term = (double)x[k] * y[k];
            (sum, size) = (sum + (absolute ? Math.Abs(term) : term), size + Math.Abs(term));
        }
        return (sum, size);
    }

    private sealed class Vectors : IDisposable
    {
        private readonly DeviceVectors _vectors;

        public Vectors(string device, int count, int length, float scale, int threads)
        {
            var found = DeviceRegistry.Find(device);
            (_vectors, Operations) = (new DeviceVectors(found, count, length), found.CreateVectorOperations(threads));
            var random = new Philox((ulong)(count * 100_000 + length));
            Before = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => scale * (float)random.NextGaussian()).ToArray())];
            for (var i = 0; i < count; i++) _vectors.Upload(i, Before[i]);
        }

        public float[][] Before { get; }

        public IVectorOperations Operations { get; }

        public VectorRange All => _vectors.Range(0, _vectors.Count);

        public DeviceMatrices Part(int[] vectors, long offset, int length) => _vectors.Parts(vectors, offset, length);

        public float[] Values(int vector)
        {
            var values = new float[_vectors.Length];
            _vectors.Download(vector, values);
            return values;
        }

        public void Set(int vector, int entry, float value) => _vectors.Device.Upload([value], _vectors.Part(vector, entry, 1));

        public void Dispose()
        {
            Operations.Dispose();
            _vectors.Dispose();
        }
    }
}
