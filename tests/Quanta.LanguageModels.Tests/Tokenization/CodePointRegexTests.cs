using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>Expressions over code points, and the scanners that stand in for the most frequent of them.</summary>
public class CodePointRegexTests
{
    private static readonly string[] Fragments =
    [
        " ", " ", "  ", "\n", "\r", "\r\n", "\t", "\u0085", "\u00A0", "\u2028", "\u3000", "\u200B", "\u001F", "'", "'s", "'T", "'re", "'VE", "'m", "'Ll", "'d", "'\u017F", "\u017F", "''", "a", "Zz",
        "\u00E9", "\u4E2D", "\u0E01", "\u0301", "\u02B0", "1", "12345", "\u00BD", "\u2167", "\u0664", "!", "...", "_", "/", "\u00AB", "\uFFFD", "\uFFEE", "\uFF3A", "\U0001F600", "\U0001D49C", "\U0001D7D9",
        "\U00010400", "\U000E0100", "\U0001F1E6", "\U00020000", "\U0010FFFF", "\U000F0000",
    ];

    /// <summary>The expressions that are scanned for, and the digits of a word; 0: GPT-2's.</summary>
    public static TheoryData<string, int> Scanned()
    {
        var scanned = new TheoryData<string, int> { { Gpt2Words.Expression, 0 } };
        foreach (var (expression, longestNumber) in Gpt4Words.Expressions) scanned.Add(expression, longestNumber);
        return scanned;
    }

    [Theory]
    [MemberData(nameof(Scanned))]
    public void A_scanner_finds_the_matches_of_its_expression(string expression, int longestNumber)
    {
        var regex = new CodePointRegex(expression);
        var texts = Gen.Elements(Fragments).ListOf().Select(string.Concat).ToArbitrary();
        Prop.ForAll(texts, text => Words(text, longestNumber).SequenceEqual(regex.Matches(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(4000));
        foreach (var rune in Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code)))
        {
            var text = $"a{rune}\n{rune}{rune} {rune}1";
            if (rune.Value % 7 == 0 || rune.IsBmp) Assert.True(Words(text, longestNumber).SequenceEqual(regex.Matches(text)), $"U+{rune.Value:X}");
        }
    }

    /// <summary>Text of the basic plane is matched by the runtime's own expressions; each other character has its category's matches.</summary>
    [Theory]
    [InlineData(@"\p{Lu}\p{M}?", "\U00010400\u0301", "0-3")]
    [InlineData(@"\p{So}", "a\U0001F600\U0001F600b", "1-3 3-5")]
    [InlineData(@"[^\p{L}]", "\U0001D49C\U0001F600x", "2-4")]
    [InlineData(@".", "\U0001F600\n\U0001D49C", "0-2 3-5")]
    [InlineData(@"\p{N}{1,3}", "\U0001D7D9\U0001D7DA\U0001D7DB\U0001D7DC", "0-6 6-8")]
    [InlineData(@"[\uFF00-\uFFFD]", "\U0001F600\uFFFD\U0001D49C", "2-3")]
    [InlineData(@"\p{Co}", "\U000F0000\uE000", "0-2 2-3")]
    [InlineData(@"\p{^L}+", "ab12\U0001F600", "2-6")]
    [InlineData(@"(?<=\p{So})a", "a\U0001F600a", "3-4")]
    [InlineData(@"x*", "\U0001F600x", "0-0 2-3 3-3")]
    public void Characters_beyond_the_basic_plane_are_one_character_each(string expression, string text, string places) =>
        Assert.Equal(places, string.Join(' ', new CodePointRegex(expression).Matches(text).Select(match => $"{match.Start}-{match.End}")));

    [Theory]
    [InlineData(@"\p{Han}", @"holds \p{Han}")]
    [InlineData("[a[bc]]", "a set within a set")]
    [InlineData("[a-z&&[^b]]", "a set within a set")]
    [InlineData(@"\bword", @"holds \bword")]
    [InlineData(@"(a)\1", @"holds \1")]
    [InlineData("(?m:a)", "holds the group (?m:a)")]
    [InlineData("[\U0001F600]", "beyond U+FFFF")]
    [InlineData(@"\uD83D", @"holds \uD83D")]
    [InlineData("a)", "closes a group")]
    [InlineData("(a", "is not read")]
    [InlineData("[a", "leaves the set [a open")]
    [InlineData("*a", "is not read")]
    [InlineData("a{2}{3}", "is not read")]
    [InlineData(@"a\", "ends in a backslash")]
    [InlineData(@"[a-\s]", "a range without an end")]
    [InlineData(@"[\u0000-\uFFFD]", "names every character of a category")]
    public void What_is_not_read_is_named(string expression, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<FormatException>(() => new CodePointRegex(expression)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_expression_of_the_basic_plane_matches_as_in_the_runtime()
    {
        foreach (var expression in (string[])[@"[a-c]+|\d{1,2}|\s", "(?i:ab|c)+?", @"(?>a|ab)c|b{0,2}", @"[^\r\n]?\p{Ll}+|\P{L}"])
        {
            var (ours, theirs) = (new CodePointRegex(expression), new Regex(expression, RegexOptions.CultureInvariant));
            var texts = Gen.Elements("a", "b", "c", "A", "B", "1", " ", "\n", "\u00E9").ListOf().Select(string.Concat).ToArbitrary();
            Prop.ForAll(texts, text => ours.Matches(text).SequenceEqual(theirs.Matches(text).Select(match => (match.Index, match.Index + match.Length))))
                .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        }
    }

    private static List<(int Start, int End)> Words(string text, int longestNumber)
    {
        var words = new List<(int Start, int End)>();
        for (var start = 0; start < text.Length; start = words[^1].End)
        {
            var rest = text.AsSpan(start);
            words.Add((start, start + (longestNumber == 0 ? Gpt2Words.FirstWordLength(rest) : Gpt4Words.FirstWordLength(rest, longestNumber))));
        }
        return words;
    }
}
