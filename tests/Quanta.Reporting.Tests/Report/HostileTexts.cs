namespace Quanta.Reporting.Tests.Report;

/// <summary>Documents that would do harm to a page that trusted them.</summary>
internal static class HostileTexts
{
    /// <summary>Every document carries it, so that a script that ran would be noticed.</summary>
    public const string Payload = "<script>window.harmed = true; document.title = 'harmed'</script>";

    public static IEnumerable<(string Text, string? Kind)> All { get; } =
    [
        ($"plain {Payload} text", "<script>window.harmed=1</script>"),
        ("</p></li></ol></article></main></style></title></svg></script>" + Payload, "</td></tr></table>"),
        ("<style>*{display:none!important}</style><img src=x onerror=\"window.harmed=1\"><svg onload=\"window.harmed=1\">", "\" onmouseover=\"window.harmed=1"),
        ("<!-- comment that never ends <![CDATA[ ]]> &lt;&amp;&#x3c;script&#62; &nbsp; &bogus;", "<!--"),
        ("<iframe src=javascript:window.harmed=1></iframe><base href=//example.invalid/><meta http-equiv=refresh content=0>", "kind"),
        ("start \u202Edrawkcab eb dluow siht\u202C \u2066isolate \u2067left open \u200Fmark \uFEFF\u200B\u00AD end", "\u202Edesrever"),
        ("z" + string.Concat(Enumerable.Repeat("\u0301\u0489\u20DD\u0300", 2500)) + " towering", "marks" + new string('\u0301', 300)),
        ("nul \0 bell \a escape \e[31m return \r vertical \v delete \u007F next line \u0085 separators \u2028 \u2029", "control\0\u0001"),
        ("private \uE000 unassigned \u0378 noncharacter \uFFFE \uFFFF replacement \uFFFD wide \uFDFD\uFDFD\uFDFD \U00012219", "noncharacter\uFFFF"),
        (new string('W', 3000), new string('w', 500)),
        (string.Concat(Enumerable.Repeat("العربية עברית ", 20)), "العربية"),
        (new string('\n', 100) + new string('\t', 100) + new string(' ', 100), " "),
        (string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦🏳️‍🌈", 20)), null),
        ("javascript:window.harmed=1 data:text/html,<script>window.harmed=1</script> http://example.invalid/x", ""),
    ];

    /// <summary>The documents several times over, so that there is enough to cluster.</summary>
    public static IEnumerable<(string Text, string? Kind)> Corpus => Enumerable.Repeat(All, 3).SelectMany(texts => texts);
}
