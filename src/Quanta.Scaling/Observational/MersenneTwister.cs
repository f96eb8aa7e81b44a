namespace Quanta.Scaling.Observational;

/// <summary>MT19937 (Matsumoto and Nishimura 1998) with the seeding and the shuffles of NumPy's RandomState and Python's random, so that published random
/// splits can be repeated. Quanta's own draws use <see cref="Numerics.Random.Philox"/>.</summary>
internal sealed class MersenneTwister
{
    private const int Length = 624, Shift = 397;
    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    private MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (var i = 1u; i < Length; i++) _state[i] = 1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30)) + i;
    }

    /// <summary>As numpy.random.RandomState(seed).</summary>
    public static MersenneTwister LikeNumPy(uint seed) => new(seed);

    /// <summary>As random.seed(seed) of Python for seeds below 2^32: initialisation by an array of one word.</summary>
    public static MersenneTwister LikePython(uint seed)
    {
        var twister = new MersenneTwister(19650218u);
        var state = twister._state;
        var i = 1;
        for (var k = 0; k < Length; k++)
        {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) * 1664525u)) + seed;
            i = Advance(state, i);
        }
        for (var k = 0; k < Length - 1; k++)
        {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) * 1566083941u)) - (uint)i;
            i = Advance(state, i);
        }
        state[0] = 0x80000000u;
        return twister;
    }

    /// <summary>0 to count - 1 in the order that RandomState.permutation gives.</summary>
    public int[] NumPyPermutation(int count)
    {
        int[] items = [.. Enumerable.Range(0, count)];
        for (var i = count - 1; i > 0; i--)
        {
            var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)i);
            uint j;
            do j = NextUInt32() & mask;
            while (j > i);
            (items[i], items[j]) = (items[j], items[i]);
        }
        return items;
    }

    /// <summary>Shuffles as Python's random.shuffle does.</summary>
    public void PythonShuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var leading = System.Numerics.BitOperations.LeadingZeroCount((uint)(i + 1));
            uint j;
            do j = NextUInt32() >> leading;
            while (j > i);
            (items[i], items[(int)j]) = (items[(int)j], items[i]);
        }
    }

    private static int Advance(uint[] state, int i)
    {
        if (i + 1 < Length) return i + 1;
        state[0] = state[^1];
        return 1;
    }

    private uint NextUInt32()
    {
        if (_next == Length) Refill();
        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680u;
        y ^= (y << 15) & 0xEFC60000u;
        return y ^ (y >> 18);
    }

    private void Refill()
    {
        for (var i = 0; i < Length; i++)
        {
            var y = (_state[i] & 0x80000000u) | (_state[(i + 1) % Length] & 0x7FFFFFFFu);
            _state[i] = _state[(i + Shift) % Length] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DFu);
        }
        _next = 0;
    }
}
