using System.Numerics;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Decoders;

/// <summary>The angles of rotary position embeddings (Su et al. 2021): position t turns pair i by t / base^(2 i / dimensions), or by what the scaling makes of it.</summary>
internal static class RotaryTable
{
    /// <summary>[positions, dimensions]: the cosines of a position's pairs, then their sines.</summary>
    /// <remarks>The published models were trained with frequencies and angles rounded to float32, so they are here: at position 1,000 that moves an angle by up to 6e-5.</remarks>
    public static float[] Compute(int positions, int dimensions, double rotaryBase, RotaryScaling? scaling = null)
    {
        var table = new float[positions * dimensions];
        Fill(first: 0, table, dimensions, rotaryBase, scaling);
        return table;
    }

    /// <summary>The rows of the table from a position on, as many as there is room for: each has the same bits in a table of any length.</summary>
    public static void Fill(int first, Span<float> rows, int dimensions, double rotaryBase, RotaryScaling? scaling)
    {
        var half = dimensions / 2;
        for (var pair = 0; pair < half; pair++)
        {
            var frequency = Frequency(pair, dimensions, rotaryBase, scaling);
            for (var (position, row) = (first, 0); row < rows.Length; position++, row += dimensions)
            {
                var angle = position * frequency;
                rows[row + pair] = MathF.Cos(angle);
                rows[row + half + pair] = MathF.Sin(angle);
            }
        }
    }

    /// <summary>How far a position turns a pair, in radians.</summary>
    public static float Frequency(int pair, int dimensions, double rotaryBase, RotaryScaling? scaling = null)
    {
        var frequency = 1 / MathF.Pow((float)rotaryBase, (float)(2 * pair) / dimensions);
        return scaling is null ? frequency : (float)scaling.Stretch(frequency);
    }
}

/// <summary>A model's rotary table on its device, as long as the longest context so far. One thread at a time may call it; any may read the tables.</summary>
/// <remarks>A longer one takes the place of the table at hand, at least twice as long; those before it stay until the end, as passes under way may read them, and are
/// together no longer than the last.</remarks>
internal sealed class GrowingRotaryTable(DecoderShape shape, IDevice device) : IDisposable
{
    private const int FewestPositions = 64, PositionsTogether = 4096;

    private readonly List<DeviceBuffer> _tables = [];
    private DeviceMatrix _longest;

    /// <summary>What the tables of a model may take for contexts of so many tokens that are read, in bytes.</summary>
    public static long BytesFor(DecoderShape shape, int positions) => 2L * sizeof(float) * shape.RotaryDimensions * RowsFor(shape, positions);

    /// <summary>[at least positions, rotary dimensions]: the longest table there is.</summary>
    public DeviceMatrix For(int positions)
    {
        if (_longest.RowCount >= positions) return _longest;
        var (count, dimensions) = (RowsFor(shape, positions), shape.RotaryDimensions);
        var buffer = device.Allocate((long)count * dimensions);
        _tables.Add(buffer);
        for (var first = 0; first < count; first += PositionsTogether)
        {
            var rows = new float[Math.Min(PositionsTogether, count - first) * dimensions];
            RotaryTable.Fill(first, rows, dimensions, shape.RotaryBase, shape.RotaryScaling);
            device.Upload(rows, buffer.View((long)first * dimensions, rows.Length / dimensions, dimensions));
        }
        return _longest = buffer.View(0, count, dimensions);
    }

    public void Dispose()
    {
        foreach (var table in _tables) table.Dispose();
    }

    private static int RowsFor(DecoderShape shape, int positions)
    {
        var rows = (int)Math.Min(int.MaxValue, BitOperations.RoundUpToPowerOf2((ulong)Math.Max(FewestPositions, positions)));
        return Math.Max(positions, Math.Min(rows, shape.PositionLimit ?? rows));
    }
}
