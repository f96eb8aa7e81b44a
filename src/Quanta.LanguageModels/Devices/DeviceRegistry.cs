using Quanta.LanguageModels.Devices.Cpu;
using Quanta.LanguageModels.Devices.Cpu.Fast;
using Quanta.LanguageModels.Devices.Cpu.Plain;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Devices;

/// <summary>The registry of devices: production takes one, tests and benchmarks enumerate all.</summary>
public static class DeviceRegistry
{
    private static readonly IDevice[] Ordered =
    [
        Cpu(MatrixProducts.Default),
        new CpuDevice("cpu-plain", static () => new CpuOperations(new PlainKernels()), static _ => new PlainVectors()),
    ];

    /// <summary>Every device that works on this machine, best first; the last is the oracle.</summary>
    public static IReadOnlyList<IDevice> Available => Ordered;

    /// <summary>The device that works everywhere and promises reproducible bits.</summary>
    public static IDevice Default => Ordered[0];

    /// <summary>The processor with another matrix product than the default; its results keep their bits in any stack only if the product's do.</summary>
    public static IDevice Cpu(IMatrixProduct product) => new CpuDevice(
        "cpu", () => new CpuOperations(new FastKernels(product)), threads => new FastVectors(product, threads));

    /// <summary>The device of that name.</summary>
    /// <exception cref="ArgumentException">There is none on this machine.</exception>
    public static IDevice Find(string name) =>
        Ordered.FirstOrDefault(device => device.Name == name) ??
        throw new ArgumentException($"There is no device \"{name}\" on this machine; there are {string.Join(", ", Ordered.Select(device => device.Name))}.", nameof(name));
}
