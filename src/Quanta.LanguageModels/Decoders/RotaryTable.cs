namespace Quanta.LanguageModels.Decoders;

/// <summary>The angles of rotary position embeddings (Su et al. 2021): position t turns pair i by t / base^(2 i / dimensions), or by what the scaling makes of it.</summary>
internal static class RotaryTable
{
    /// <summary>[positions, dimensions]: the cosines of a position's pairs, then their sines.</summary>
    /// <remarks>The published models were trained with frequencies and angles rounded to float32, so they are here: at position 1,000 that moves an angle by up to 6e-5.</remarks>
    public static float[] Compute(int positions, int dimensions, double rotaryBase, RotaryScaling? scaling = null)
    {
        var half = dimensions / 2;
        var table = new float[positions * dimensions];
        for (var pair = 0; pair < half; pair++)
        {
            var frequency = Frequency(pair, dimensions, rotaryBase, scaling);
            for (var position = 0; position < positions; position++)
            {
                var angle = position * frequency;
                table[position * dimensions + pair] = MathF.Cos(angle);
                table[position * dimensions + half + pair] = MathF.Sin(angle);
            }
        }
        return table;
    }

    /// <summary>How far a position turns a pair, in radians.</summary>
    public static float Frequency(int pair, int dimensions, double rotaryBase, RotaryScaling? scaling = null)
    {
        var frequency = 1 / MathF.Pow((float)rotaryBase, (float)(2 * pair) / dimensions);
        return scaling is null ? frequency : (float)scaling.Stretch(frequency);
    }
}
