using System.Globalization;
using Quanta.Discovery.Ladder;

namespace Quanta.Reporting.Ladder;

/// <summary>The table of a folder of models in its README.md, made from the models' own files, between two marks; the text around it is people's.</summary>
public static class ModelCard
{
    public const string FileName = "README.md";

    private const string Begin = "<!-- begin of the table that `quanta models card` writes -->", End = "<!-- end of the table -->";

    /// <summary>The card with the table of the models that are there now.</summary>
    /// <param name="card">The card as it is; where it has no marks the table is put at its end.</param>
    /// <param name="ladder">The models.</param>
    public static string Update(string card, ModelLadder ladder)
    {
        var table = $"{Begin}\n{Table(ladder)}{End}";
        var (begin, end) = (card.IndexOf(Begin, StringComparison.Ordinal), card.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 && end < 0) return $"{card}{(card.Length == 0 || card.EndsWith("\n\n", StringComparison.Ordinal) ? "" : "\n")}{table}\n";
        return begin >= 0 && begin < end
            ? $"{card[..begin]}{table}{card[(end + End.Length)..]}"
            : throw new InvalidDataException(
                $"The card must have the line \"{Begin}\" before the line \"{End}\", but it has only one of them or the other order. Restore them, or remove both.");
    }

    private static string Table(ModelLadder ladder)
    {
        string[] header =
        [
            "model", "parameters without embeddings", "all parameters", "layers", "hidden", "heads", "positions", "tokens trained", "checkpoints",
            "test loss, nats", "below 0.1 nats",
        ];
        var rows = ladder.Models.Select(model => Cells(model, model == ladder.Default)).Prepend([.. header.Select(_ => "---")]).Prepend(header);
        return string.Concat(rows.Select(cells => $"| {string.Join(" | ", cells)} |\n"));
    }

    private static string[] Cells(LadderModel model, bool isDefault) =>
    [
        isDefault ? $"{model.Name} (default)" : model.Name,
        Count(model.NonEmbeddingParameters),
        Count(model.Parameters),
        Count(model.Shape.Layers),
        Count(model.Shape.HiddenSize),
        Count(model.Shape.Heads),
        Count(model.Shape.MaximumPositions),
        model.Training is { } training ? Count(training.Tokens) : "",
        Count(model.Checkpoints.Count),
        model.Evaluation?.LossNats.ToString("0.000", CultureInfo.InvariantCulture) ?? "",
        model.Evaluation?.BelowThreshold.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "",
    ];

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
