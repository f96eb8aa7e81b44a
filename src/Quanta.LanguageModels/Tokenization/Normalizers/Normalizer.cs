using System.Text;
using Quanta.LanguageModels.Tokenization.Files;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.Normalizers;

/// <summary>Changes text before it is split; returns the same memory where there is nothing to change.</summary>
internal delegate ReadOnlyMemory<char> Normalizer(ReadOnlyMemory<char> text);

/// <summary>Reads normalizer of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    private static readonly string[] Kinds = ["Lowercase", "NFC", "Prepend", "Replace", "Sequence", "Strip"];

    /// <summary>All steps as one; where there are none, text stays as it is.</summary>
    /// <exception cref="InvalidDataException">A step is not read.</exception>
    public static Normalizer Read(JsonNode normalizer)
    {
        var steps = normalizer.Steps("normalizers").Select(StepOf).ToArray();
        return steps.Length == 1 ? steps[0] : text => steps.Aggregate(text, (changed, step) => step(changed));
    }

    private static Normalizer StepOf(JsonNode step)
    {
        switch (step.KindAmong(Kinds))
        {
            case "Lowercase":
                return Lowercase;
            case "NFC":
                return CanonicalComposition.Normalize;
            case "Prepend":
                var prefix = step["prepend"].Text();
                return text => text.Length == 0 ? text : string.Concat(prefix, text.Span).AsMemory();
            case "Replace":
                var (pattern, content) = (TextPattern.Read(step["pattern"]), step["content"].Text());
                return text => pattern.Replace(text, content);
            default:
                var (left, right) = (step["strip_left"].Flag(absent: true), step["strip_right"].Flag(absent: true));
                return text => Strip(text, left, right);
        }
    }

    private static ReadOnlyMemory<char> Strip(ReadOnlyMemory<char> text, bool left, bool right)
    {
        if (left) text = text.TrimStart();
        return right ? text.TrimEnd() : text;
    }

    /// <summary>Every character in lower case by itself; İ is the only one that becomes two.</summary>
    private static ReadOnlyMemory<char> Lowercase(ReadOnlyMemory<char> text)
    {
        var lower = new StringBuilder(text.Length);
        foreach (var character in text.Span.EnumerateRunes())
        {
            if (character.Value == 'İ') lower.Append("i\u0307");
            else lower.Append(Rune.ToLowerInvariant(character));
        }
        return lower.ToString().AsMemory();
    }
}
