using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Runs;

/// <summary>What computes, and how much of it: none of this changes a bit of a result, but for native products.</summary>
public sealed record Computation
{
    /// <summary>Threads, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How many bytes a stage may hold at once for what grows with the job.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;

    /// <summary>Multiplies matrices, within models too.</summary>
    public IMatrixProduct Product { get; init; } = MatrixProducts.Default;

    /// <summary>Where models live: the processor, with <see cref="Product"/>.</summary>
    public IDevice Device => DeviceRegistry.Cpu(Product);

    /// <summary>What computed a stage, for its record, e.g. "cpu, managed": results of another are not mixed with it.</summary>
    public string Name => $"{Device.Name}, {Product.Name}";
}
