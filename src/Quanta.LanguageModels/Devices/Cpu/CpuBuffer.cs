using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>Native memory.</summary>
internal sealed unsafe class CpuBuffer : DeviceBuffer
{
    private const nuint Alignment = 64;
    private void* _data;

    public CpuBuffer(IDevice device, long length, ElementType type)
        : base(device, length, type)
    {
        _data = NativeMemory.AlignedAlloc((nuint)Bytes, Alignment);
        GC.AddMemoryPressure(Bytes);
        Poison();
    }

    ~CpuBuffer() => Dispose(disposing: false);

    public void* Data => _data != null ? _data : throw new ObjectDisposedException(nameof(DeviceBuffer));

    private long Bytes => BytesOf(Math.Max(1, Length), Type);

    protected override void Dispose(bool disposing)
    {
        if (_data == null) return;
        NativeMemory.AlignedFree(_data);
        GC.RemoveMemoryPressure(Bytes);
        _data = null;
    }

    /// <summary>Debug builds fill new memory with NaN, so that reading what was never written fails every test.</summary>
    [Conditional("DEBUG")]
    private void Poison()
    {
        NativeMemory.Fill(_data, (nuint)Bytes, 0xFF);
    }
}
