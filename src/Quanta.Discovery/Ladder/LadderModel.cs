using Quanta.Discovery.Losses;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Training;

namespace Quanta.Discovery.Ladder;

/// <summary>One model of a folder of models, and what its files say of it. No weights are read.</summary>
/// <param name="Folder">The final model.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Checkpoints">Checkpoints before it, by rising step.</param>
/// <param name="Training">How it was trained; null where the folder does not say.</param>
public sealed record LadderModel(ModelFolder Folder, DecoderShape Shape, IReadOnlyList<ModelFolder> Checkpoints, TrainingRecord? Training)
{
    public string Name => Folder.Name;

    /// <summary>Parameters without embedding and output map.</summary>
    public long NonEmbeddingParameters { get; } = DecoderParameters.NonEmbeddingCount(Shape);

    /// <summary>All parameters.</summary>
    public long Parameters { get; } = DecoderParameters.Of(Shape).Sum(parameter => parameter.Length);

    /// <summary>The test loss at the end of training; null where it was not measured.</summary>
    public EvaluationPoint? Evaluation => Training is { Evaluations: [.., var last] } ? last : null;

    /// <summary>Reads a model folder in the Hugging Face layout.</summary>
    /// <exception cref="InvalidDataException">There is no model, or a file of it is damaged.</exception>
    public static LadderModel Read(string path)
    {
        if (!ModelFolder.IsModel(path)) throw new InvalidDataException($"{path} holds no model: it has no config.json.");
        var folder = ModelFolder.Find(path)[0];
        return new LadderModel(folder, ArchitectureRegistry.ReadConfig(folder.ConfigPath), folder.Checkpoints(), TrainingRecord.Read(path));
    }
}
