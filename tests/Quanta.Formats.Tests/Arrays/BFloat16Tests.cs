using Quanta.Formats.Arrays;

namespace Quanta.Formats.Tests.Arrays;

public sealed class BFloat16Tests
{
    [Fact]
    public void Every_bit_pattern_becomes_the_upper_half_of_a_single()
    {
        var source = Enumerable.Range(0, 1 << 16).Select(bits => (ushort)bits).ToArray();
        foreach (var length in (int[])[0, 1, 7, 15, 16, 17, 33, source.Length - 1, source.Length])
        {
            var destination = new float[length];
            BFloat16.ToSingle(source.AsSpan(0, length), destination);
            for (var i = 0; i < length; i++) Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(destination[i]));
        }
    }
}
