using System.Globalization;
using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Runs;

/// <summary>A run folder and all that a stage needs beside its own options; none of it decides a result. Disposing of it lets others open the folder.</summary>
public sealed record RunSession : IDisposable
{
    /// <summary>Opened for stages, see <see cref="RunFolder.Open"/>.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>The command line, for run.json.</summary>
    public required string Command { get; init; }

    public IStageObserver Observer { get; init; } = SilentObserver.Instance;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Versions of what computes, for run.json.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    public Computation Computation { get; init; } = new();

    public CancellationToken Cancellation { get; init; }

    public void Dispose() => Folder.Dispose();
}

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

/// <summary>Sizes as --memory takes them.</summary>
internal static class Gigabytes
{
    private const double BytesPerMegabyte = 1e6, MegabytesPerGigabyte = 1e3;

    /// <summary>E.g. "1.25 GB": rounded up to the next megabyte, so that what is needed suffices when it is given.</summary>
    public static string Of(long bytes) =>
        (Math.Ceiling(Math.Max(0, bytes) / BytesPerMegabyte) / MegabytesPerGigabyte).ToString("0.###", CultureInfo.InvariantCulture) + " GB";
}
