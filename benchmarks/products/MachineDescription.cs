using System.Runtime.InteropServices;
using Quanta.Numerics.Processors;
using Quanta.Numerics.Products;

namespace Quanta.Products.Benchmarks;

/// <summary>What the results depend on besides the code.</summary>
internal static class MachineDescription
{
    private const string ProcessorFile = "/proc/cpuinfo", ProcessorKey = "model name";

    public static IEnumerable<string> Lines() =>
    [
        $"- processor: {Processor()}, {InstructionSets.InUse}, {Environment.ProcessorCount} cores",
        $"- system: {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
        .. MatrixProducts.Available.OfType<NativeProduct>().Select(product => $"- {product.Name}: {product.Version}"),
    ];

    private static string Processor()
    {
        var line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith(ProcessorKey, StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
