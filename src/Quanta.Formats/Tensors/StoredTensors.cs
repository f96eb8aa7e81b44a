using Quanta.Formats.Files;

namespace Quanta.Formats.Tensors;

/// <summary>The tensors of one file.</summary>
internal sealed class StoredTensors(string path, IDisposable owner, IReadOnlyList<StoredTensor> tensors) : ITensorSource
{
    private readonly Dictionary<string, StoredTensor> _byName = tensors.ToDictionary(tensor => tensor.Info.Name);

    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; } = tensors.ToDictionary(tensor => tensor.Info.Name, tensor => tensor.Info);

    public void Read(string name, Span<float> destination) => Find(name).Read(destination);

    public void Read(string name, Span<long> destination) => Find(name).Read(destination);

    public void Dispose() => owner.Dispose();

    private StoredTensor Find(string name) =>
        _byName.TryGetValue(name, out var tensor)
            ? tensor
            : throw BadFile.Because(path, $"there is no tensor '{name}' among its {_byName.Count} tensors.");
}
