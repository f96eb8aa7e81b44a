using Quanta.Discovery.Losses;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Checkpoints;
using Quanta.LanguageModels.Decoders;

namespace Quanta.Discovery.Runs;

/// <summary>How a model's weights are held under a memory limit.</summary>
/// <param name="Shape">The model.</param>
/// <param name="Bytes">What they take.</param>
/// <param name="KeepsType">Matrices stored in 16 bits stay so, which saves half of their memory and changes no result; widening them takes a little time.</param>
internal sealed record ModelWeights(DecoderShape Shape, long Bytes, bool KeepsType)
{
    /// <summary>float32 takes at most this part of the limit, where 16 bits are to be had instead.</summary>
    private const double LargestShare = 0.5;

    public static ModelWeights For(ModelFolder model, long memoryBytes)
    {
        var shape = ArchitectureRegistry.ReadConfig(model.ConfigPath);
        var bytes = DecoderParameters.ByteCount(shape);
        if (bytes <= LargestShare * memoryBytes) return new(shape, bytes, KeepsType: false);
        var stored = Checkpoint.StoredBytes(model.Path);
        return new(shape, stored, KeepsType: stored < bytes);
    }
}
