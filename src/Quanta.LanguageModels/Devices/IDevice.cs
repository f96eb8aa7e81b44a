namespace Quanta.LanguageModels.Devices;

/// <summary>A place that holds float32 values and computes with them. Devices stand in <see cref="DeviceRegistry"/>.</summary>
/// <remarks>A device may be used from several threads at once; each worker computes through its own <see cref="IOperations"/>.</remarks>
public interface IDevice
{
    /// <summary>The name by which the device is chosen and recorded, e.g. "cpu".</summary>
    string Name { get; }

    /// <summary>Memory for <paramref name="length"/> values, of unspecified content.</summary>
    DeviceBuffer Allocate(long length, ElementType type = ElementType.Float32);

    /// <summary>Copies row-major values to the device.</summary>
    /// <exception cref="ArgumentException">They are as many as the matrix has not, or one is no number of its type.</exception>
    void Upload(ReadOnlySpan<float> values, DeviceMatrix destination);

    /// <summary>Copies row-major values from the device, once everything that writes them is done.</summary>
    void Download(DeviceMatrix source, Span<float> values);

    /// <summary>A worker's stream of operations, with its own scratch memory.</summary>
    IOperations CreateOperations();

    /// <summary>Operations on vectors, by so many threads where the processor computes.</summary>
    IVectorOperations CreateVectorOperations(int threads);
}
