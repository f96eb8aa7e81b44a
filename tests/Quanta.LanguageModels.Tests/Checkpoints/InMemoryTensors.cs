using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Tests.Decoders;

namespace Quanta.LanguageModels.Tests.Checkpoints;

/// <summary>A checkpoint of random weights that was never a file.</summary>
internal sealed class InMemoryTensors : ITensorSource
{
    private readonly Dictionary<string, TensorInfo> _tensors = [];

    public InMemoryTensors(DecoderShape config)
    {
        Values = TestModels.Weights(config);
        foreach (var parameter in DecoderParameters.Of(config)) Add(parameter.Name, [.. parameter.Shape.Select(size => (long)size)]);
    }

    public Dictionary<string, float[]> Values { get; }

    public IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    public Dictionary<string, string> Unreadable { get; } = [];

    public IReadOnlyDictionary<string, string> UnreadableTensors => Unreadable;

    public void Add(string name, long[] shape) => _tensors[name] = new TensorInfo(name, TensorType.Float32, shape);

    public void Retype(string name, TensorType type) => _tensors[name] = _tensors[name] with { Type = type };

    public void Remove(string name) => _tensors.Remove(name);

    public void Rename(string name, string other)
    {
        _tensors.Remove(name, out var info);
        _tensors[other] = info! with { Name = other };
        Values[other] = Values[name];
    }

    /// <summary>How many tensors were read.</summary>
    public int Reads { get; private set; }

    public void Read(string name, Span<float> destination)
    {
        Reads++;
        Values[name].CopyTo(destination);
    }

    public void Read(string name, Span<long> destination) => throw new NotSupportedException("A model has no whole numbers to read.");

    public void Dispose()
    {
    }
}
