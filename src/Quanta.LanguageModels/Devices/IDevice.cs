using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices;

/// <summary>A place that holds float32 values and computes with them. Devices stand in <see cref="DeviceRegistry"/>.</summary>
/// <remarks>A device may be used from several threads at once; each worker computes through its own <see cref="IOperations"/>.</remarks>
public interface IDevice
{
    /// <summary>The name by which the device is chosen and recorded, e.g. "cpu".</summary>
    string Name { get; }

    /// <summary>Memory for <paramref name="length"/> values, of unspecified content.</summary>
    DeviceBuffer Allocate(long length, ElementType type = ElementType.Float32);

    /// <summary>The matrix's own memory as a buffer of this device, or null where the device cannot compute in it.</summary>
    /// <remarks>The buffer does not own the memory: the caller keeps <paramref name="matrix"/> undisposed while the buffer is in use.</remarks>
    DeviceBuffer? Wrap(WideMatrix matrix);

    /// <summary>The matrix's values where the processor can read them, once everything that writes them is done; null where they must be downloaded.</summary>
    /// <remarks>The view does not own the memory: it is valid until the matrix is written again or its buffer is disposed.</remarks>
    MatrixView? View(DeviceMatrix matrix);

    /// <summary>Copies row-major values to the device.</summary>
    /// <exception cref="ArgumentException">They are as many as the matrix has not, or one is no number of its type.</exception>
    void Upload(ReadOnlySpan<float> values, DeviceMatrix destination);

    /// <summary>Copies row-major values from the device, once everything that writes them is done.</summary>
    void Download(DeviceMatrix source, Span<float> values);

    /// <summary>A worker's stream of operations, with its own scratch memory.</summary>
    IOperations CreateOperations();
}
