namespace Quanta.Formats.Tests.Damage;

/// <summary>Random damage to a file's bytes: what disks, networks and attackers do.</summary>
internal static class Mutation
{
    private static readonly long[] Extremes =
        [0, -1, 1, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, int.MaxValue, uint.MaxValue, 1L << 32, 1L << 40, long.MaxValue, long.MinValue, 1_000_000_000_000_000_000];

    public static byte[] Of(byte[] whole, Random random)
    {
        var bytes = (byte[])whole.Clone();
        for (var times = random.Next(1, 4); times > 0 && bytes.Length > 0; times--) bytes = Once(bytes, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(8))
        {
            case 0: return bytes[..at];
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); return bytes;
            case 2: bytes[at] = (byte)random.Next(256); return bytes;
            case 3: random.NextBytes(bytes.AsSpan(at, Math.Min(random.Next(1, 9), bytes.Length - at))); return bytes;
            case 4: return [.. bytes[..at], .. bytes[random.Next(at + 1)..]]; // repeats a part
            case 5: return [.. bytes[..at], .. bytes[random.Next(at, bytes.Length)..]]; // loses a part
            case 6: return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            default: return WithExtreme(bytes, at, random);
        }
    }

    /// <summary>Puts an extreme number where a length or a size may stand: binary of 1 to 8 bytes, or decimal.</summary>
    private static byte[] WithExtreme(byte[] bytes, int at, Random random)
    {
        var value = Extremes[random.Next(Extremes.Length)];
        if (random.Next(2) == 0)
        {
            var digit = bytes.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
            return digit < 0 ? bytes : [.. bytes[..(at + digit)], .. System.Text.Encoding.ASCII.GetBytes($"{value}"), .. bytes[(at + digit + 1)..]];
        }
        var width = Math.Min(1 << random.Next(4), bytes.Length - at);
        BitConverter.GetBytes(value).AsSpan(0, width).CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
