namespace Quanta.Reporting.Samples;

/// <summary>How a token's text is made fit for LaTeX.</summary>
public enum LatexEscaping
{
    /// <summary>As in the paper's fragments, byte for byte: a backslash, ^, ~, and line breaks and tabs among other characters are written raw (and
    /// &amp; in cluster samples), so that some text does not compile, and text that holds LaTeX commands runs them.</summary>
    Published,

    /// <summary>Nothing of the text is left for LaTeX to interpret. Otherwise the same.</summary>
    Complete,
}
