namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>Canonical decomposition and composition of Hangul syllables (The Unicode Standard, section 3.12, with its names of the constants
/// spelled out: L lead, V vowel, T trail).</summary>
internal static class Hangul
{
    public const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    public const int Leads = 19, Vowels = 21, Trails = 28;

    /// <summary>LVT into (LV, T), LV into (L, V).</summary>
    public static bool TryDecompose(int codePoint, out (int First, int Second) parts)
    {
        var index = codePoint - SyllableBase;
        parts = default;
        if ((uint)index >= Leads * Vowels * Trails) return false;
        var trail = index % Trails;
        parts = trail != 0
            ? (codePoint - trail, TrailBase + trail)
            : (LeadBase + index / (Vowels * Trails), VowelBase + index / Trails % Vowels);
        return true;
    }

    /// <summary>(L, V) into LV, (LV, T) into LVT.</summary>
    public static bool TryCompose(int first, int second, out int syllable)
    {
        var (lead, vowel, trail) = (first - LeadBase, second - VowelBase, second - TrailBase);
        var index = first - SyllableBase;
        syllable = 0;
        if ((uint)lead < Leads && (uint)vowel < Vowels)
            syllable = SyllableBase + (lead * Vowels + vowel) * Trails;
        else if ((uint)index < Leads * Vowels * Trails && index % Trails == 0 && trail is > 0 and < Trails)
            syllable = first + trail;
        return syllable != 0;
    }
}
