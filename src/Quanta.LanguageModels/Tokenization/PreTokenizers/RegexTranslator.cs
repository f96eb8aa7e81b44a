using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>Says an expression of Oniguruma's (Ruby's) syntax, which tokenizer.json is written in, in the runtime's.</summary>
/// <remarks>What differs: possessive quantifiers become atomic groups, {,n} is {0,n}, \w is Unicode's (UTS 18), and where case is ignored the long s is an s.
/// What tokenizers do not use and the two read differently is refused: sets within sets, scripts, back references, word boundaries, inner flags.</remarks>
internal sealed partial class RegexTranslator(string expression)
{
    private const string Word = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u200C\u200D\u24B6-\u24E9";
    private const char LongS = '\u017F';

    private static readonly string[] GroupStarts = ["(?:", "(?=", "(?!", "(?>", "(?<=", "(?<!", "(?i:", "(?-i:"];

    private readonly StringBuilder _translated = new();
    private readonly Stack<(int Start, bool IgnoresCase)> _groups = new();
    private readonly List<(char First, char Last)> _names = [];
    private int _at, _lastItem;
    private bool _ignoresCase;

    /// <summary>The characters that the expression names, alone or as the ends of a range.</summary>
    public IReadOnlyList<(char First, char Last)> Names => _names;

    /// <exception cref="FormatException">Something is not read; the message says what, as the end of a sentence.</exception>
    public string Translate()
    {
        if (TryTake("(?i)"))
        {
            _translated.Append("(?i)");
            _ignoresCase = true;
        }
        while (_at < expression.Length) TranslateNext();
        return _translated.ToString();
    }

    private void TranslateNext()
    {
        var quantifier = Quantifiers().Match(expression, _at);
        if (quantifier.Success)
        {
            Quantify(quantifier);
            return;
        }
        var next = expression[_at];
        if (next != ')') _lastItem = _translated.Length;
        switch (next)
        {
            case '(': OpenGroup(); break;
            case ')': CloseGroup(); break;
            case '[': TranslateSet(); break;
            case '\\': _translated.Append(Escape(isInSet: false)); break;
            case '|' or '^' or '$' or '.': _translated.Append(expression[_at++]); break;
            default: TranslateLiteral(); break;
        }
    }

    private void Quantify(Match quantifier)
    {
        _at += quantifier.Length;
        var text = quantifier.Value.StartsWith("{,", StringComparison.Ordinal) ? quantifier.Value.Insert(1, "0") : quantifier.Value;
        if (text.Length == 2 && text[1] == '+')
        {
            _translated.Insert(_lastItem, "(?>").Append(text[0]).Append(')');
            return;
        }
        _translated.Append(text);
    }

    private void OpenGroup()
    {
        _groups.Push((_translated.Length, _ignoresCase));
        var start = Array.Find(GroupStarts, TryTake);
        if (start is null && expression.AsSpan(_at).StartsWith("(?")) throw Refuse($"holds the group {Around(_at)}");
        if (start is null) _at++;
        _translated.Append(start ?? "(?:");
        if (start is "(?i:" or "(?-i:") _ignoresCase = start == "(?i:";
    }

    private void CloseGroup()
    {
        if (!_groups.TryPop(out var group)) throw Refuse("closes a group that it does not open");
        (_lastItem, _ignoresCase) = group;
        _translated.Append(')');
        _at++;
    }

    /// <summary>A set of characters. The first character after the bracket is one of its own even if it closes sets.</summary>
    private void TranslateSet()
    {
        var (start, names) = (_at, _names.Count);
        _translated.Append('[');
        _at++;
        if (TryTake("^")) _translated.Append('^');
        for (var isFirst = true; _at < expression.Length && (isFirst || expression[_at] != ']'); isFirst = false) TranslateMember();
        if (_at == expression.Length) throw Refuse($"leaves the set {Around(start)} open");
        if (_ignoresCase && _names.Skip(names).Any(name => name is { First: <= 's', Last: >= 's' } or { First: <= 'S', Last: >= 'S' })) _translated.Append(LongS);
        _translated.Append(']');
        _at++;
    }

    private void TranslateMember()
    {
        if (expression[_at] == '[' || expression.AsSpan(_at).StartsWith("&&")) throw Refuse($"holds a set within a set, {Around(_at)}");
        var first = Member();
        _translated.Append(first.Text);
        if (first.Name is not { } from || _at + 1 >= expression.Length || expression[_at] != '-' || expression[_at + 1] == ']') return;
        _at++;
        var last = Member();
        if (last.Name is not { } to) throw Refuse($"holds a range without an end, before {Around(_at)}");
        _translated.Append('-').Append(last.Text);
        _names.Add((from, to));
    }

    /// <summary>A member of a set, and the character that it names if it is no kind of characters.</summary>
    private (string Text, char? Name) Member()
    {
        var names = _names.Count;
        if (expression[_at] == '\\')
        {
            var escape = Escape(isInSet: true);
            return (escape, _names.Count > names ? _names[^1].First : null);
        }
        var character = Literal();
        return (character is '-' or ']' or '^' ? $@"\{character}" : character.ToString(), character);
    }

    private void TranslateLiteral()
    {
        var character = Literal();
        if (_ignoresCase && character is 's' or 'S') _translated.Append('[').Append(character).Append(LongS).Append(']');
        else _translated.Append(character is '{' or '}' or ']' ? $@"\{character}" : character);
    }

    /// <summary>The next character, as itself.</summary>
    private char Literal()
    {
        var character = expression[_at++];
        if (char.IsSurrogate(character)) throw Refuse("names a character beyond U+FFFF");
        _names.Add((character, character));
        return character;
    }

    private string Escape(bool isInSet)
    {
        if (_at + 1 == expression.Length) throw Refuse("ends in a backslash");
        var (start, name) = (_at, expression[_at + 1]);
        _at += 2;
        switch (name)
        {
            case 's' or 'S' or 'd' or 'D': return $@"\{name}";
            case 'A' or 'z' or 'Z' when !isInSet: return $@"\{name}";
            case 'w': return isInSet ? Word : $"[{Word}]";
            case 'W' when !isInSet: return $"[^{Word}]";
            case 'p' or 'P': return Category(name);
            case 'x': return Code(2);
            case 'u': return Code(4);
            case 'r': return Named('\r');
            case 'n': return Named('\n');
            case 't': return Named('\t');
            case 'f': return Named('\f');
            case 'v': return Named('\v');
            case < (char)0x80 when !char.IsLetterOrDigit(name): return Named(name);
            default: throw Refuse($"holds {Around(start)}");
        }
    }

    private string Named(char character)
    {
        _names.Add((character, character));
        return $@"\u{(int)character:X4}";
    }

    private string Code(int digits)
    {
        if (_at + digits > expression.Length || !int.TryParse(expression.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || char.IsSurrogate((char)code))
        {
            throw Refuse($"holds {Around(_at - 2)}");
        }
        _at += digits;
        return Named((char)code);
    }

    /// <summary>A general category, \p{Lu} or \p{L}; \p{^L} is \P{L}.</summary>
    private string Category(char escape)
    {
        var category = Categories().Match(expression, _at);
        if (!category.Success) throw Refuse($"holds {Around(_at - 2)}, where a general category such as \\p{{L}} is read");
        _at += category.Length;
        var isNegated = escape == 'P' ^ category.Value[1] == '^';
        return $@"\{(isNegated ? 'P' : 'p')}{{{category.Groups[1].Value}}}";
    }

    private bool TryTake(string start)
    {
        if (!expression.AsSpan(_at).StartsWith(start)) return false;
        _at += start.Length;
        return true;
    }

    private string Around(int start) => expression.Substring(start, Math.Min(8, expression.Length - start));

    private static FormatException Refuse(string what) => new($"{what}, which is not read");

    [GeneratedRegex(@"\G(?:[?*+][?+]?|\{(?:[0-9]+(?:,[0-9]*)?|,[0-9]+)\}\??)")]
    private static partial Regex Quantifiers();

    [GeneratedRegex(@"\G\{\^?(L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?)\}")]
    private static partial Regex Categories();
}
