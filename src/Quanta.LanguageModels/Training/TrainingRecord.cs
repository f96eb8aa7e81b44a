using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Training.Internals;

namespace Quanta.LanguageModels.Training;

/// <summary>What the folder of a training run says of it: training.json and evaluations.csv.</summary>
/// <param name="Shape">The model.</param>
/// <param name="Options">The schedule.</param>
/// <param name="StepsDone">Steps whose results are on the disk.</param>
/// <param name="IsFinished">Whether the run has come to its end.</param>
/// <param name="Evaluations">Test losses by rising step; empty where there were no test documents.</param>
public sealed record TrainingRecord(DecoderShape Shape, TrainingOptions Options, long StepsDone, bool IsFinished, IReadOnlyList<EvaluationPoint> Evaluations)
{
    internal const string ManifestName = "training.json", EvaluationsName = "evaluations.csv";

    internal static readonly string[] EvaluationColumns = ["step", "tokens", "test_loss_nats", "below_0.1_nats"];

    /// <summary>Predictions trained on.</summary>
    public long Tokens => StepsDone * Options.TokensPerStep;

    /// <summary>Reads the record, or null where the folder holds no training run.</summary>
    /// <exception cref="InvalidDataException">A file of it is damaged.</exception>
    public static TrainingRecord? Read(string folder)
    {
        if (TrainingManifest.Read(Path.Combine(folder, ManifestName)) is not { } manifest) return null;
        var evaluations = new CurveFile(Path.Combine(folder, EvaluationsName), EvaluationColumns);
        evaluations.Resume(manifest.StepsDone);
        return new TrainingRecord(manifest.Setup.Config, manifest.Setup.Options, manifest.StepsDone, manifest.StateFile is null, [.. evaluations.Rows.Select(PointOf)]);
    }

    internal static EvaluationPoint PointOf(double[] row) => new((long)row[0], (long)row[1], row[2], row[3]);
}
