using System.Text;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Corpus.Stories;

/// <summary>Text with choices and gaps: <c>[one|two]</c> is one of the two, <c>{role}</c> or <c>{role.form}</c> what a scene has for it, <c>{role: words}</c> what the
/// role says, <c>{@passage}</c> a passage. Choices nest; a gap that begins with a capital is filled with one.</summary>
internal static class StoryTemplate
{
    /// <summary>Fills the text in.</summary>
    /// <param name="template">The text.</param>
    /// <param name="fill">What stands in a gap, by its lower-case name.</param>
    /// <param name="random">Makes the choices, in the order in which they stand.</param>
    /// <exception cref="FormatException">A bracket has no partner.</exception>
    public static string Fill(ReadOnlySpan<char> template, Func<string, string> fill, Philox random)
    {
        var text = new StringBuilder();
        Append(text, template, fill, random);
        return text.ToString();
    }

    public static string Capitalise(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static void Append(StringBuilder text, ReadOnlySpan<char> template, Func<string, string> fill, Philox random)
    {
        while (template.IndexOfAny('[', '{') is >= 0 and var start)
        {
            text.Append(template[..start]);
            var end = start + PartnerOf(template[start..]);
            var inside = template[(start + 1)..end];
            if (template[start] == '[') AppendChoice(text, inside, fill, random);
            else text.Append(Gap(inside.ToString(), fill));
            template = template[(end + 1)..];
        }
        text.Append(template);
    }

    private static string Gap(string name, Func<string, string> fill) =>
        char.IsUpper(name[0]) ? Capitalise(fill(char.ToLowerInvariant(name[0]) + name[1..])) : fill(name);

    private static void AppendChoice(StringBuilder text, ReadOnlySpan<char> choices, Func<string, string> fill, Philox random)
    {
        var (ends, depth) = (new List<int>(), 0);
        for (var i = 0; i < choices.Length; i++)
        {
            depth += choices[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (choices[i] == '|' && depth == 0) ends.Add(i);
        }
        ends.Add(choices.Length);
        var chosen = random.NextInt32(ends.Count);
        Append(text, choices[(chosen == 0 ? 0 : ends[chosen - 1] + 1)..ends[chosen]], fill, random);
    }

    /// <summary>Where the bracket ends with which the text begins.</summary>
    private static int PartnerOf(ReadOnlySpan<char> text)
    {
        var (open, close, depth) = (text[0], text[0] == '[' ? ']' : '}', 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == open) depth++;
            else if (text[i] == close && --depth == 0) return i;
        }
        throw new FormatException($"Every {open} needs its {close}, but one has none: {text}");
    }
}
