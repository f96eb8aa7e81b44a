using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>The scanner against the regular expression that defines GPT-2's words.</summary>
public class Gpt2WordsTests
{
    private static readonly Regex Oracle = new(Gpt2Words.Expression, RegexOptions.CultureInvariant);

    private static readonly string[] Fragments =
    [
        " ", " ", "  ", "\n", "\r\n", "\t", "\u0085", "\u00A0", "\u2003", "\u3000", "\u200B", "\u001F", "'", "'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "''", "a", "Zz", "\u00E9", "\u4E2D",
        "\u0E01", "\u0301", "\u02B0", "1", "\u00BD", "\u2167", "\u0664", "!", "...", "_", "\u00AB", "\uFFFD", "\U0001F600", "\U0001D49C", "\U0001D7D9", "\U00010400", "\U000E0100", "\uD800", "\uDC00",
    ];

    [Theory]
    [InlineData("Hello world", "Hello| world")]
    [InlineData("don't we'll I'd 'tis", "don|'t| we|'ll| I|'d| '|tis")]
    [InlineData("WE'LL", "WE|'|LL")]
    [InlineData("  a", " | a")]
    [InlineData("a  \n b  ", "a|  \n| b|  ")]
    [InlineData("a\n\nb\nc", "a|\n|\n|b|\n|c")]
    [InlineData("x=12.5%", "x|=|12|.|5|%")]
    [InlineData("a\u00A0\u00A0b", "a|\u00A0|\u00A0|b")]
    [InlineData(" ", " ")]
    [InlineData("\U0001D49C\U0001D49Eb c", "\U0001D49C\U0001D49Eb| c")]
    public void Cases(string text, string words) => Assert.Equal(words.Split('|'), Words(text));

    [Fact]
    public void The_empty_text_has_no_words() => Assert.Empty(Words(""));

    [Fact]
    public void Agrees_with_the_regular_expression_on_any_text()
    {
        var texts = Gen.Elements(Fragments).ListOf().Select(string.Concat).ToArbitrary();
        Prop.ForAll(texts, text => Words(text).SequenceEqual(OracleWords(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        Prop.ForAll<string>(text => text is null || Words(text).SequenceEqual(OracleWords(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Classes_agree_with_the_regular_expression_on_every_character_of_the_basic_plane()
    {
        var (space, letter, number) = (new Regex(@"\s"), new Regex(@"\p{L}"), new Regex(@"\p{N}"));
        for (var code = 0; code < 0x10000; code++)
        {
            ReadOnlySpan<char> text = [(char)code];
            var expected = space.IsMatch(text) ? CharacterClass.Space
                : letter.IsMatch(text) ? CharacterClass.Letter
                : number.IsMatch(text) ? CharacterClass.Number : CharacterClass.Other;
            Assert.True(expected == CharacterClasses.Of(code), $"U+{code:X4}");
        }
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length; start += words[^1].Length)
            words.Add(text.Substring(start, Gpt2Words.FirstWordLength(text.AsSpan(start))));
        return words;
    }

    /// <summary>.NET's expressions see UTF-16 units, so each character beyond the basic plane is stood in for by one of its class within it.</summary>
    private static List<string> OracleWords(string text)
    {
        var (standIns, widths) = (new StringBuilder(), new List<int>());
        foreach (var rune in text.EnumerateRunes())
        {
            var isUnit = rune.IsBmp;
            standIns.Append(isUnit ? (char)rune.Value : Rune.IsLetter(rune) ? 'x' : Rune.IsNumber(rune) ? '0' : '#');
            widths.Add(rune.Utf16SequenceLength);
        }
        var (words, at) = (new List<string>(), 0);
        foreach (Match match in Oracle.Matches(standIns.ToString()))
        {
            var length = widths.Skip(match.Index).Take(match.Length).Sum();
            words.Add(text.Substring(at, length));
            at += length;
        }
        return words;
    }
}
