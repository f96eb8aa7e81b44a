namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>The processor and its memory; what computes there is a choice of its own.</summary>
internal sealed class CpuDevice(string name, Func<IOperations> createOperations, Func<int, IVectorOperations> createVectorOperations) : IDevice
{
    public string Name { get; } = name;

    public DeviceBuffer Allocate(long length, ElementType type)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new CpuBuffer(this, length, type);
    }

    public void Upload(ReadOnlySpan<float> values, DeviceMatrix destination)
    {
        CheckLength(values.Length, destination);
        if (destination.Buffer.Type == ElementType.Float32) values.CopyTo(destination.Span());
        else destination.Weight().Narrow(values);
    }

    public void Download(DeviceMatrix source, Span<float> values)
    {
        CheckLength(values.Length, source);
        if (source.Buffer.Type == ElementType.Float32) source.Span().CopyTo(values);
        else source.Weight().Widen(0, source.RowCount, values);
    }

    public IOperations CreateOperations() => createOperations();

    public IVectorOperations CreateVectorOperations(int threads) => createVectorOperations(threads);

    private static void CheckLength(int length, DeviceMatrix matrix)
    {
        if (length != matrix.Length)
            throw new ArgumentException($"A matrix of {matrix.RowCount} x {matrix.ColumnCount} holds {matrix.Length} values, but {length} were given.");
    }
}
