using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Quanta.LanguageModels.Tokenization.Normalizers;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>NFC against Hugging Face's own, whose results Goldens/make_goldens.js wrote down, and against cases of the Unicode standard.</summary>
public class CanonicalCompositionTests
{
    private static readonly JsonElement Golden = Goldens.Read("compositions.json");

    [Theory]
    [InlineData("", "", "empty")]
    [InlineData("plain", "plain", "ASCII")]
    [InlineData("na\u00EFve \u00FF", "na\u00EFve \u00FF", "Latin-1")]
    [InlineData("e\u0301", "\u00E9", "letter and mark")]
    [InlineData("a\u0323\u0302", "\u1EAD", "two marks in canonical order")]
    [InlineData("a\u0302\u0323", "\u1EAD", "two marks out of order")]
    [InlineData("\u00E2\u0323", "\u1EAD", "a composite that must be taken apart first")]
    [InlineData("a\u0305\u0301", "a\u0305\u0301", "a mark blocked by one of its own class")]
    [InlineData("\u0301a", "\u0301a", "a mark before any starter")]
    [InlineData("\u212B", "\u00C5", "singleton")]
    [InlineData("\uF900", "\u8C48", "compatibility ideograph")]
    [InlineData("\u0958", "\u0915\u093C", "composition exclusion, taken apart")]
    [InlineData("\u0915\u093C", "\u0915\u093C", "composition exclusion, not composed")]
    [InlineData("\u0344", "\u0308\u0301", "a non-starter decomposition")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01", "Hangul L V T")]
    [InlineData("\uAC00\u11A8", "\uAC01", "Hangul LV T")]
    [InlineData("\uAC01\u11A8", "\uAC01\u11A8", "Hangul LVT T")]
    [InlineData("\u1100\u11A7", "\u1100\u11A7", "the trail base is no trail")]
    [InlineData("\u0BC6\u0BBE", "\u0BCA", "two starters that compose")]
    [InlineData("\U00011131\U00011127", "\U0001112E", "beyond the basic plane")]
    [InlineData("\U0001D157\U0001D165", "\U0001D157\U0001D165", "an exclusion beyond the basic plane")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165", "an exclusion beyond the basic plane, taken apart")]
    public void Cases(string text, string expected, string what) => Assert.True(expected == Normalize(text), what);

    [Fact]
    public void Unpaired_surrogates_stay() => Assert.Equal("\uD800\u00E9\uDC00", Normalize("\uD800e\u0301\uDC00"));

    [Fact]
    public void Normal_text_is_returned_untouched()
    {
        var text = "caf\u00E9, \u65E5\u672C, \U0001F600 and \uAC01".AsMemory();
        Assert.Equal(text, CanonicalComposition.Normalize(text));
    }

    [Fact]
    public void Every_code_point_normalises_as_in_the_reference()
    {
        Assert.DoesNotContain(Enumerable.Range(0x30000, 0xE0000), CanonicalData.Instance.IsUnsettled);
        Assert.Equal(Golden.GetProperty("codePoints").GetString(), Hash(CodePoints(0, 0x30000)));
        Assert.Equal(Golden.GetProperty("betweenMarks").GetString(), Hash(CodePoints(0, 0x30000).Select(text => $"a{text}\u0334")));
    }

    [Fact]
    public void What_follows_a_starter_composes_as_in_the_reference()
    {
        var joining = CodePoints(0x300, 0x3100).Concat(CodePoints(0x11000, 0x12000)).Concat(CodePoints(0x1D100, 0x1D200)).ToArray();
        var starters = Golden.GetProperty("starters").GetString()!.EnumerateRunes();
        Assert.Equal(Golden.GetProperty("afterStarters").GetString(), Hash(starters.SelectMany(starter => joining.Select(text => starter + text))));
    }

    [Fact]
    public void Random_sequences_normalise_as_in_the_reference_alone_and_within_a_text()
    {
        var pairs = Golden.GetProperty("sequences").EnumerateArray().Select(pair => (Text: pair[0].GetString()!, Normal: pair[1].GetString()!)).ToArray();
        Assert.All(pairs, pair => Assert.Equal(pair.Normal, Normalize(pair.Text)));
        Assert.Equal(string.Join("; ", pairs.Select(pair => pair.Normal)), Normalize(string.Join("; ", pairs.Select(pair => pair.Text))));
    }

    [Fact]
    public void A_long_run_of_marks_is_sorted_stably()
    {
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323\u0300", 100_000));
        var expected = "x" + new string('\u0323', 100_000) + string.Concat(Enumerable.Repeat("\u0301\u0300", 100_000));
        Assert.Equal(expected, Normalize("x" + marks));
    }

    private static string Normalize(string text) => CanonicalComposition.Normalize(text.AsMemory()).ToString();

    private static IEnumerable<string> CodePoints(int start, int end) =>
        Enumerable.Range(start, end - start).Where(Rune.IsValid).Select(char.ConvertFromUtf32);

    private static string Hash(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts) hash.AppendData(Encoding.UTF8.GetBytes(Normalize(text)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
