namespace Quanta.Reporting.Report;

/// <summary>Shortens text from the run where it names something.</summary>
internal static class Abbreviation
{
    /// <summary>The text, cut after so many UTF-16 units and never inside a character; an ellipsis stands for what is cut.</summary>
    public static string Of(string text, int longest)
    {
        if (text.Length <= longest) return text;
        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return text[..end] + "…";
    }
}
