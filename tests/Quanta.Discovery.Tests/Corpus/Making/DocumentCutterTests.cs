using Quanta.Discovery.Corpus.Making;

namespace Quanta.Discovery.Tests.Corpus.Making;

public class DocumentCutterTests
{
    [Fact]
    public void A_piece_ends_at_the_last_blank_line_that_fits() =>
        Assert.Equal(["one\ntwo", "three four", "five"], DocumentCutter.Cut("one\ntwo\n\nthree four\n\nfive", 12));

    [Fact]
    public void Without_blank_lines_it_ends_at_a_line_then_at_a_blank_then_anywhere()
    {
        Assert.Equal(["aaa bbb", "ccc"], DocumentCutter.Cut("aaa bbb\nccc", 8));
        Assert.Equal(["aaa bbb", "ccc"], DocumentCutter.Cut("aaa bbb ccc", 8));
        Assert.Equal(["aaaa", "aaaa", "a"], DocumentCutter.Cut("aaaaaaaaa", 4));
    }

    [Fact]
    public void A_surrogate_pair_is_not_cut() => Assert.Equal(["aaa", "\ud83d\ude00b"], DocumentCutter.Cut("aaa\ud83d\ude00b", 4));

    [Fact]
    public void Nothing_but_white_space_is_lost()
    {
        for (var size = 1; size < 60; size++)
        {
            const string text = "A text, with words\nand lines;\n\n  paragraphs\tand tabs.\n\n\n\nEnd";
            var pieces = DocumentCutter.Cut(text, size).ToList();
            Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, size));
            Assert.Equal(string.Concat(text.Where(c => !char.IsWhiteSpace(c))), string.Concat(string.Concat(pieces).Where(c => !char.IsWhiteSpace(c))));
        }
    }

    [Fact]
    public void Cleaning_makes_lines_alike() =>
        Assert.Equal("a\tb\n\nc\ufffd", TextCleaning.Clean("\ufeffa\tb  \r\n\r\n \r\n\r\nc\ud800\u0000\u001b\n\n"));
}
