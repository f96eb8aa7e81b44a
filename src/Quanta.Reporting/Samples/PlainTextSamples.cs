namespace Quanta.Reporting.Samples;

/// <summary>Samples as plain text: the context, cut to its last characters, and the target as <c>&lt;|target|&gt;</c>, with a line of dashes
/// between samples.</summary>
/// <remarks>After the prompts.txt that the authors' notebook would write for every cluster.</remarks>
public static class PlainTextSamples
{
    /// <summary>How much context the authors' notebook keeps.</summary>
    public const int PublishedContext = 300;

    private static readonly string Separator = $"\n{new string('-', 40)}\n";

    /// <param name="samples">The text after a target is not written.</param>
    /// <param name="maximumContext">How many characters (code points) before the target are kept; what is cut becomes "...".</param>
    public static string Of(IEnumerable<TokenContext> samples, int maximumContext = PublishedContext)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumContext);
        return string.Join(Separator, samples.Select(sample => $"{End(sample.Before, maximumContext)}<|{sample.TargetText}|>"));
    }

    private static string End(string text, int characters)
    {
        var start = text.Length;
        for (; start > 0 && characters > 0; characters--)
            start -= start > 1 && char.IsSurrogatePair(text[start - 2], text[start - 1]) ? 2 : 1;
        return start == 0 ? text : string.Concat("...", text.AsSpan(start));
    }
}
