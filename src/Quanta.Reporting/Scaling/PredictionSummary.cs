using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Prediction;

namespace Quanta.Reporting.Scaling;

/// <summary>What predicting hidden losses told, as a run folder keeps it.</summary>
/// <param name="Kind">What the hidden columns are the last of.</param>
/// <param name="Clustering">The clustering whose tokens were predicted; null where their clusters came from elsewhere.</param>
/// <param name="Predictions">How many predictions were judged.</param>
/// <param name="Visible">The visible columns' names, by scale.</param>
/// <param name="Hidden">The hidden columns' names, by scale.</param>
/// <param name="Coverages">The shares of losses that intervals were to hold.</param>
/// <param name="Methods">The ways of predicting; gains are over the first.</param>
public sealed record PredictionSummary(
    ScaleKind Kind, string? Clustering, int Predictions, IReadOnlyList<string> Visible, IReadOnlyList<string> Hidden, IReadOnlyList<double> Coverages,
    IReadOnlyList<MethodScore> Methods)
{
    /// <summary>Where a run folder keeps the summary over a scale.</summary>
    public static string ArtifactOver(ScaleKind kind) => $"scaling/predictions-{NameOf(kind)}.json";

    /// <summary>The stage of run.json that made it.</summary>
    internal static string StageOver(ScaleKind kind) => $"predictions/{NameOf(kind)}";

    /// <summary>Reads a summary; null where no finished stage has made it.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    internal static PredictionSummary? Read(RunFolder folder, ScaleKind kind)
    {
        if (folder.Finished(StageOver(kind)) is null) return null;
        var path = folder.PathOf(ArtifactOver(kind));
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), PredictionJson.Default.PredictionSummary)
                ?? throw new JsonException("it holds nothing.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} cannot be read: {problem.Message} Make it anew with `quanta predict losses --run {folder.Path}`.", problem);
        }
    }

    internal void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, PredictionJson.Default.PredictionSummary));

    private static string NameOf(ScaleKind kind) => kind == ScaleKind.Parameters ? "models" : "checkpoints";
}

// Coverages and correlations are NaN where there were too few columns.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(PredictionSummary))]
internal sealed partial class PredictionJson : JsonSerializerContext;

/// <summary>Keeps what predicting hidden losses told in the run folder, where the report finds it: for each scale, the last one made.</summary>
public static class PredictionStage
{
    /// <summary>Records the summary in place of an earlier one over the same scale.</summary>
    /// <param name="session">The run whose losses were predicted.</param>
    /// <param name="summary">What was found.</param>
    /// <param name="options">What decided it beside the run's losses and clusters.</param>
    public static void Record(RunSession session, PredictionSummary summary, JsonObject options)
    {
        var artifact = PredictionSummary.ArtifactOver(summary.Kind);
        var losses = summary.Visible.Concat(summary.Hidden).Select(RunArtifacts.Losses);
        var inputs = RunArtifacts.Hashes(session.Folder, summary.Clustering is null ? losses : losses.Append(RunArtifacts.Clusters(summary.Clustering)));
        var stage = new StageDefinition(PredictionSummary.StageOver(summary.Kind), options, inputs, [artifact]) { IsView = true };
        StageRunner.Run(session, stage, () => summary.Write(session.Folder.PathOf(artifact)));
    }
}
