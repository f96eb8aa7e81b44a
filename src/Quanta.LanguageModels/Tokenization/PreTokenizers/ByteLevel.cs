using System.Text;
using Quanta.LanguageModels.Tokenization.Models;

namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>A blank in front of each piece that does not begin with one.</summary>
internal sealed class PrefixSpace(ITextStage next) : ITextStage
{
    public bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens) =>
        next.Take(piece[0] == ' ' ? piece : string.Concat(" ", piece), startsText, tokens);
}

/// <summary>The stand-ins of a piece's bytes, <see cref="ByteAlphabet"/>, in its place. Only pre-tokenizers that come after ByteLevel see them: Falcon's cut the
/// stand-ins ² and ³ as digits.</summary>
internal sealed class ByteStandIns(ITextStage next) : ITextStage
{
    public bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(piece)];
        Encoding.UTF8.GetBytes(piece, bytes);
        return next.Take(ByteAlphabet.EntryOf(bytes), startsText, tokens);
    }
}
