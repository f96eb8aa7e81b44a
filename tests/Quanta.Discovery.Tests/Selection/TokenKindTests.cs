using System.Text;
using Quanta.Discovery.Selection;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Tests.Selection;

public sealed class TokenKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("the", TokenKind.Word)]
    [InlineData("Ünïcode", TokenKind.Word)]
    [InlineData("e\u0301", TokenKind.Word)]
    [InlineData("漢字", TokenKind.Word)]
    [InlineData(" the", TokenKind.SpaceWord)]
    [InlineData("\tthe", TokenKind.SpaceWord)]
    [InlineData("\u00A0the", TokenKind.SpaceWord)]
    [InlineData("2023", TokenKind.Number)]
    [InlineData(" 7", TokenKind.Number)]
    [InlineData("½", TokenKind.Number)]
    [InlineData(",", TokenKind.Punctuation)]
    [InlineData(" ({", TokenKind.Punctuation)]
    [InlineData("+=", TokenKind.Punctuation)]
    [InlineData("\n", TokenKind.Newline)]
    [InlineData("\r\n    ", TokenKind.Newline)]
    [InlineData("   ", TokenKind.Space)]
    [InlineData("\t", TokenKind.Space)]
    [InlineData("", TokenKind.Other)]
    [InlineData("x86", TokenKind.Other)]
    [InlineData("'s", TokenKind.Other)]
    [InlineData("a b", TokenKind.Other)]
    [InlineData("the ", TokenKind.Other)]
    [InlineData("<|endoftext|>", TokenKind.Other)]
    [InlineData("\u0001", TokenKind.Other)]
    public void A_token_is_what_its_text_is(string text, TokenKind kind) => Assert.Equal(kind, TokenKinds.Of(Encoding.UTF8.GetBytes(text)));

    [Theory, InlineData(0xC3), InlineData(0xA9), InlineData(0xFF)]
    public void A_part_of_a_character_is_something_else(byte part) => Assert.Equal(TokenKind.Other, TokenKinds.Of([part]));

    [Fact]
    public void Every_kind_has_a_name() => Assert.Equal(Enum.GetValues<TokenKind>().Order(), TokenKinds.ByName.Values.Order());

    [Fact]
    public void A_mask_is_flags_or_indices()
    {
        var path = _folder.File("mask.npy");
        Npy.Write<bool>(path, [true, false, true, false], 4);
        Assert.Equal([true, false, true, false], PredictionMask.Read(path, 4));
        Npy.Write<byte>(path, [0, 1, 1, 0], 4);
        Assert.Equal([false, true, true, false], PredictionMask.Read(path, 4));
        Npy.Write<long>(path, [3, 0], 2);
        Assert.Equal([true, false, false, true], PredictionMask.Read(path, 4));
        Npy.Write<long>(path, [], 0);
        Assert.Equal([false, false, false, false], PredictionMask.Read(path, 4));
    }

    [Fact]
    public void A_mask_of_something_else_is_refused()
    {
        var path = _folder.File("mask.npy");
        Refused<bool>("the mask has 3 entries", [true, true, true], 3);
        Refused<byte>("entry 1 is 2", [0, 2, 1, 1], 4);
        Refused<long>("it has 4", [0, 4], 2);
        Refused<long>("it has -1", [-1], 1);
        Refused<long>("it has 2 more than once", [2, 2], 2);
        Refused<int>("holds Int32", [0, 1], 2);
        Refused<byte>("of shape (2, 2)", [0, 1, 1, 0], 2, 2);

        void Refused<T>(string sentence, T[] values, params long[] shape)
            where T : unmanaged
        {
            Npy.Write<T>(path, values, shape);
            Assert.Contains(sentence, Assert.Throws<InvalidDataException>(() => PredictionMask.Read(path, 4)).Message, StringComparison.Ordinal);
        }
    }
}
