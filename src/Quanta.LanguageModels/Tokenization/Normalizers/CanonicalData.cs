namespace Quanta.LanguageModels.Tokenization.Normalizers;

/// <summary>The Unicode properties that canonical composition needs: combining classes, one-step decompositions and primary composites.</summary>
/// <remarks>Hangul is computed from the arithmetic of Unicode 3.12 and is not in the table.</remarks>
internal sealed class CanonicalData
{
    /// <summary>Every code point with a property here lies below this.</summary>
    private const int End = 0x30000;

    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<int, (int First, int Second)> _decompositions = [];
    private readonly Dictionary<(int First, int Second), int> _composites = [];
    private readonly ulong[] _unsettled = new ulong[End / 64];

    public static CanonicalData Instance { get; } = new(Convert.FromBase64String(CanonicalTable.Base64));

    private CanonicalData(byte[] table)
    {
        var position = 0;
        ReadClasses(table, ref position);
        ReadDecompositions(table, ref position);
        for (var jamo = Hangul.VowelBase; jamo < Hangul.VowelBase + Hangul.Vowels; jamo++) Unsettle(jamo);
        for (var jamo = Hangul.TrailBase + 1; jamo < Hangul.TrailBase + Hangul.Trails; jamo++) Unsettle(jamo);
    }

    /// <summary>True unless the code point is a starter that composition leaves as it is and that never joins what stands before it
    /// (combining class 0 and NFC_Quick_Check = Yes).</summary>
    public bool IsUnsettled(int codePoint) => codePoint < End && (_unsettled[codePoint >> 6] >> codePoint & 1) != 0;

    /// <summary>The canonical combining class: 0 for a starter.</summary>
    public byte CombiningClass(int codePoint) => _classes.GetValueOrDefault(codePoint);

    /// <summary>One step of the canonical decomposition; Second is 0 for a singleton.</summary>
    public bool TryDecompose(int codePoint, out (int First, int Second) parts) =>
        Hangul.TryDecompose(codePoint, out parts) || _decompositions.TryGetValue(codePoint, out parts);

    public bool TryCompose(int first, int second, out int composite) =>
        Hangul.TryCompose(first, second, out composite) || _composites.TryGetValue((first, second), out composite);

    private void ReadClasses(byte[] table, ref int position)
    {
        var codePoint = 0;
        for (var runs = ReadNumber(table, ref position); runs > 0; runs--)
        {
            codePoint += ReadNumber(table, ref position);
            var end = codePoint + ReadNumber(table, ref position);
            var combiningClass = (byte)ReadNumber(table, ref position);
            for (; codePoint < end; codePoint++)
            {
                _classes.Add(codePoint, combiningClass);
                Unsettle(codePoint);
            }
        }
    }

    private void ReadDecompositions(byte[] table, ref int position)
    {
        var (codePoint, first) = (0, 0);
        for (var count = ReadNumber(table, ref position); count > 0; count--)
        {
            codePoint += ReadNumber(table, ref position);
            var zigzag = ReadNumber(table, ref position);
            first += (zigzag >> 1) ^ -(zigzag & 1);
            var secondAndFlag = ReadNumber(table, ref position);
            var (second, composes) = (secondAndFlag >> 1, (secondAndFlag & 1) != 0);
            _decompositions.Add(codePoint, (first, second));
            if (composes) _composites.Add((first, second), codePoint);
            Unsettle(composes ? second : codePoint);
        }
    }

    private static int ReadNumber(byte[] table, ref int position)
    {
        for (var (number, shift) = (0, 0); ; shift += 7)
        {
            var next = table[position++];
            number |= (next & 0x7f) << shift;
            if (next < 0x80) return number;
        }
    }

    private void Unsettle(int codePoint) => _unsettled[codePoint >> 6] |= 1UL << codePoint;
}
