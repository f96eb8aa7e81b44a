using System.Runtime.InteropServices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>A thread's memory for packed panels, allocated at its first product and kept for the next: 3 MB.</summary>
internal sealed unsafe class PackBuffer
{
    private const int BlockFloats = 160 * 1024, TileFloats = 512;
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static PackBuffer? _ofThread;

    private readonly float* _data = (float*)NativeMemory.AlignedAlloc(sizeof(float) * (SlabFloats + BlockFloats + TileFloats), Alignment);

    ~PackBuffer() => NativeMemory.AlignedFree(_data);

    public static PackBuffer OfThread => _ofThread ??= new PackBuffer();

    /// <summary>For narrow panels: up to <see cref="Blocking.SlabRows"/> rows of A, and a vector beyond.</summary>
    public float* Slab => _data;

    /// <summary>For wide panels: a block of B.</summary>
    public float* Block => _data + SlabFloats;

    /// <summary>For one register block of C.</summary>
    public float* Tile => _data + SlabFloats + BlockFloats;

    private static nuint SlabFloats => Blocking.SlabRows * Blocking.Depth + 16;
}
