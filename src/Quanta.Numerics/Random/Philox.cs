namespace Quanta.Numerics.Random;

/// <summary>Philox4x32-10, the counter-based generator of Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3".</summary>
/// <remarks>A seed and a stream name an independent sequence, so that parallel work draws the same numbers for any number of threads:
/// give each unit of work its own stream. Not safe for use from several threads at once; not for cryptography.</remarks>
public sealed class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    private readonly uint _key0, _key1;
    private readonly ulong _stream;
    private readonly uint[] _block = new uint[4];
    private ulong _counter;
    private int _used = 4;
    private double _spareGaussian = double.NaN;

    public Philox(ulong seed, ulong stream = 0)
    {
        (_key0, _key1) = ((uint)seed, (uint)(seed >> 32));
        _stream = stream;
    }

    /// <summary>A uniform 32-bit integer.</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            Block(_counter++, _stream, _key0, _key1, _block);
            _used = 0;
        }
        return _block[_used++];
    }

    public ulong NextUInt64() => NextUInt32() | ((ulong)NextUInt32() << 32);

    /// <summary>A uniform number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform number in [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1.0f / (1 << 24));

    /// <summary>A uniform integer in [0, <paramref name="exclusiveEnd"/>), without bias (Lemire's rejection).</summary>
    public int NextInt32(int exclusiveEnd)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveEnd);
        var range = (uint)exclusiveEnd;
        var product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            var rejected = (uint)-exclusiveEnd % range;
            while ((uint)product < rejected) product = (ulong)NextUInt32() * range;
        }
        return (int)(product >> 32);
    }

    /// <summary>A standard normal number (Box and Muller; both of the pair are used).</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            var spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        var (sin, cos) = Math.SinCos(2 * Math.PI * NextDouble());
        _spareGaussian = radius * sin;
        return radius * cos;
    }

    /// <summary>Puts the items into a uniformly random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The four words for 128-bit counter (<paramref name="low"/>, <paramref name="high"/>): the function that the published test vectors fix.</summary>
    internal static void Block(ulong low, ulong high, uint key0, uint key1, Span<uint> words)
    {
        var (c0, c1, c2, c3) = ((uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ key0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ key1, (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }
        (words[0], words[1], words[2], words[3]) = (c0, c1, c2, c3);
    }
}
