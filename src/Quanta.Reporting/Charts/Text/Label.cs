namespace Quanta.Reporting.Charts;

/// <summary>
/// A piece of text in a chart. A plain string is shown literally, whatever it holds; <see cref="Math"/> alone understands markup.
/// </summary>
public sealed class Label : IEquatable<Label>
{
    private Label(IReadOnlyList<TextRun> runs) => Runs = runs;

    /// <summary>A label that shows nothing.</summary>
    public static Label Empty { get; } = new([]);

    internal IReadOnlyList<TextRun> Runs { get; }

    /// <summary>The text without its styles: a superscript is introduced by '^', a subscript by '_'.</summary>
    public string PlainText => string.Concat(Runs.Select(run => run.Script switch
    {
        Script.Super => "^" + run.Text,
        Script.Sub => "_" + run.Text,
        _ => run.Text,
    }));

    internal bool IsEmpty => Runs.Count == 0;

    public static implicit operator Label(string text) => Literal(text);

    /// <summary>The text as it is; control and bidirectional characters are made visible (<see cref="VisibleText"/>).</summary>
    public static Label Literal(string text) => text.Length == 0 ? Empty : new Label([new TextRun(VisibleText.Of(text), Script.Normal)]);

    /// <summary>
    /// Text with superscripts and subscripts: "L ∝ N^{-0.083}", "p_i". A brace groups; without one the script is a single character.
    /// </summary>
    public static Label Math(string markup)
    {
        var runs = new List<TextRun>();
        for (var i = 0; i < markup.Length;)
        {
            var script = markup[i] switch { '^' => Script.Super, '_' => Script.Sub, _ => Script.Normal };
            var (start, end, next) = script == Script.Normal ? PlainSpan(markup, i) : ScriptSpan(markup, i + 1);
            if (end > start) runs.Add(new TextRun(VisibleText.Of(markup[start..end]), script));
            i = next;
        }
        return new Label(runs);
    }

    public bool Equals(Label? other) => other is not null && Runs.SequenceEqual(other.Runs);

    public override bool Equals(object? obj) => Equals(obj as Label);

    public override int GetHashCode() => PlainText.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => PlainText;

    internal static Label OfRuns(IReadOnlyList<TextRun> runs) => new(runs);

    private static (int Start, int End, int Next) PlainSpan(string markup, int start)
    {
        var end = markup.AsSpan(start).IndexOfAny('^', '_');
        end = end < 0 ? markup.Length : start + end;
        return (start, end, end);
    }

    private static (int Start, int End, int Next) ScriptSpan(string markup, int start)
    {
        if (start >= markup.Length || markup[start] != '{') return (start, System.Math.Min(start + 1, markup.Length), start + 1);
        var end = markup.IndexOf('}', start);
        if (end < 0) throw new ArgumentException($"Every '{{' needs its '}}', but the markup '{markup}' leaves one open.", nameof(markup));
        return (start + 1, end, end + 1);
    }
}

internal enum Script
{
    Normal,
    Super,
    Sub,
}

/// <summary>A stretch of visible text in one style.</summary>
internal readonly record struct TextRun(string Text, Script Script);
