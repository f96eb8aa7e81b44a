namespace Quanta.Reporting.Report;

/// <summary>Text from the run where it names something: short, and never invisible.</summary>
internal static class ShortName
{
    private const int Longest = 40;

    /// <summary>What stands for a name that the corpus does not give.</summary>
    public const string Unknown = "(not said)";

    /// <summary>The name, cut after so many UTF-16 units and never inside a character; an ellipsis stands for what is cut. White space alone is shown as
    /// in samples.</summary>
    public static string Of(string? name, int longest = Longest)
    {
        if (name is null) return Unknown;
        if (name.Length == 0) return "(empty)";
        if (string.IsNullOrWhiteSpace(name)) name = SampleText.Visible(name);
        if (name.Length <= longest) return name;
        var end = char.IsHighSurrogate(name[longest - 1]) ? longest - 1 : longest;
        return name[..end] + "…";
    }
}
