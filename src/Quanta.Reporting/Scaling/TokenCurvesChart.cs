using System.Globalization;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Tokenization;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Scaling;

/// <summary>Figures 4 and 12 of the paper: the loss of single tokens against model size, a panel a token.</summary>
public static class TokenCurvesChart
{
    private const double LowerAxis = 10, HigherAxis = 13, HighLoss = 9.6;

    /// <param name="curves">Columns token, parameters and loss (bits); a token's rows by size.</param>
    /// <param name="titleOf">A panel's title for a token's name.</param>
    public static Chart Draw(Frame curves, Func<string, Label> titleOf)
    {
        var tokens = curves.Text("token").Distinct().Count();
        return new Chart
        {
            Width = 5,
            Height = 1.6 * ((tokens + 1) / 2),
            Columns = 2,
            Description = "Losses of single tokens against model size: some fall at one size, others steadily.",
            Panels = Facets.Of(curves, "token", rows => new Panel
            {
                Title = titleOf(rows.Text("token")[0]),
                X = Axis.Log("Parameters (non-embedding)"),
                Y = Axis.Linear("Cross-entropy (bits)").Over(0, TopOf(rows["loss"].Max())),
                Marks = [new Line(rows, "parameters", "loss") { Markers = 4 }],
            }),
        };
    }

    private static double TopOf(double greatest) => greatest > HigherAxis ? Math.Ceiling(greatest * 1.05) : greatest > HighLoss ? HigherAxis : LowerAxis;
}

/// <summary>What predictions are called: by their token where a run has a corpus, else by their index.</summary>
public sealed class TokenNames
{
    private readonly TokenDocuments? _documents;
    private readonly Tokenizer? _tokenizer;

    /// <param name="folder">The run; null where there is none.</param>
    public TokenNames(RunFolder? folder)
    {
        if (folder?.Finished("corpus") is null) return;
        _documents = RunArtifacts.ReadCorpus(folder);
        _tokenizer = Tokenizer.Load(folder.PathOf(RunArtifacts.Tokenizer));
    }

    /// <summary>E.g. "“ Sir” (prediction 12,345)".</summary>
    public string Of(long prediction)
    {
        var index = $"prediction {prediction.ToString("N0", CultureInfo.InvariantCulture)}";
        if (_documents is null || prediction >= _documents.PredictionCount) return index;
        var (document, position) = _documents.Locate(prediction);
        return $"\u201C{_tokenizer!.DecodeWhole(_documents[document], position + 1, position + 2, position + 1)[0]}\u201D ({index})";
    }
}
