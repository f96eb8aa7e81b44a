using System.Numerics.Tensors;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Checkpoints;

/// <summary>A model read from a checkpoint, and what was odd about it.</summary>
/// <param name="Model">The model.</param>
/// <param name="NonFiniteParameters">Parameters that hold NaN or infinity; every loss will be NaN where they take part.</param>
/// <param name="UnknownTensors">Tensors of the checkpoint that belong to no part of the model and were not read.</param>
/// <param name="Notes">What a user should know of the checkpoint, the unknown tensors among it, in sentences.</param>
public sealed record LoadedCheckpoint(
    DecoderModel Model, IReadOnlyList<string> NonFiniteParameters, IReadOnlyList<string> UnknownTensors, IReadOnlyList<string> Notes);

/// <summary>Reads checkpoints in the layout of published models: config.json beside weights in .safetensors or pytorch_model.bin.</summary>
public static class Checkpoint
{
    /// <summary>Reads a model folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where the model shall live.</param>
    /// <param name="keepsType">Matrices that are stored in 16 bits stay so in memory.</param>
    /// <exception cref="FileNotFoundException">There is no config.json or no file of weights.</exception>
    /// <exception cref="InvalidDataException">The configuration is impossible, or a tensor is missing or has another shape than the configuration requires.</exception>
    public static LoadedCheckpoint Load(string folder, IDevice device, bool keepsType = false)
    {
        var shape = ArchitectureRegistry.ReadConfig(Path.Combine(folder, "config.json"));
        using var source = TensorSource.OpenFolder(folder);
        return Load(folder, shape, source, device, keepsType);
    }

    /// <summary>The bytes of a model folder's weights where matrices that are stored in 16 bits stay so; no weight is read for it.</summary>
    /// <remarks>Where a tied model's file has embedding and output matrix, both count, as only reading them tells whether they differ.</remarks>
    /// <exception cref="FileNotFoundException">There is no config.json or no file of weights.</exception>
    /// <exception cref="InvalidDataException">The configuration is impossible, or a file is damaged.</exception>
    public static long StoredBytes(string folder)
    {
        var shape = ArchitectureRegistry.ReadConfig(Path.Combine(folder, "config.json"));
        using var source = TensorSource.OpenFolder(folder);
        var tensors = new CheckpointTensors(folder, shape, source, reads: false);
        return DecoderParameters.Of(tensors.Shape).Sum(parameter => DeviceBuffer.BytesOf(parameter.Length, tensors.TypeOf(parameter)));
    }

    /// <summary>Reads a model from any source of tensors.</summary>
    /// <remarks>A tied model's embedding is read under whichever of its two names is there; where both are and differ, they are not tied.</remarks>
    /// <param name="name">What messages call the checkpoint.</param>
    /// <param name="shape">The model.</param>
    /// <param name="source">Its tensors, under their published names, all with or all without the prefix of the whole model.</param>
    /// <param name="device">Where the model shall live.</param>
    /// <param name="keepsType">Matrices that are stored in 16 bits stay so in memory.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than the configuration requires.</exception>
    public static LoadedCheckpoint Load(string name, DecoderShape shape, ITensorSource source, IDevice device, bool keepsType = false)
    {
        var tensors = new CheckpointTensors(name, shape, source);
        shape = tensors.Shape;
        var parameters = DecoderParameters.Of(shape);
        foreach (var parameter in parameters) tensors.Check(parameter);
        var nonFinite = new List<string>();
        void Fill(ParameterInfo parameter, Span<float> values)
        {
            tensors.Read(parameter, values);
            if (!TensorPrimitives.IsFiniteAll<float>(values)) nonFinite.Add(tensors.NameOf(parameter));
        }
        var model = DecoderModel.Create(shape, device, Fill, keepsType ? tensors.TypeOf : null);
        var unknown = tensors.Unknown(parameters);
        return new LoadedCheckpoint(model, nonFinite, unknown, [.. tensors.Notes(unknown)]);
    }

    /// <summary>Reads a model folder whose weights are all numbers.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where the model shall live.</param>
    /// <param name="note">Is given the <see cref="LoadedCheckpoint.Notes"/>.</param>
    /// <param name="keepsType">Matrices that are stored in 16 bits stay so in memory.</param>
    /// <exception cref="InvalidDataException">As <see cref="Load(string, IDevice, bool)"/>, or a weight is NaN or infinite.</exception>
    internal static DecoderModel LoadFinite(string folder, IDevice device, Action<string>? note, bool keepsType)
    {
        var loaded = Load(folder, device, keepsType);
        if (note is not null)
            foreach (var sentence in loaded.Notes) note(sentence);
        if (loaded.NonFiniteParameters.Count == 0) return loaded.Model;
        loaded.Model.Dispose();
        throw new InvalidDataException($"{folder}: every weight must be a finite number, but NaN or infinity stands in {CheckpointTensors.Named(loaded.NonFiniteParameters)}. "
            + "The training diverged or the file is damaged; use another checkpoint or download it again.");
    }
}
