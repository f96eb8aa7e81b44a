namespace Quanta.LanguageModels.Devices;

/// <summary>What attention needs to know beside its projections.</summary>
/// <param name="Heads">N.</param>
/// <param name="HeadSize">D.</param>
/// <param name="RotaryDimensions">The leading dimensions of each query and key that are rotated; even. Dimension i turns with i + half of them.</param>
/// <param name="Rotations">[positions, RotaryDimensions]: the cosines, then the sines, of each position's angles.</param>
public sealed record AttentionShape(int Heads, int HeadSize, int RotaryDimensions, DeviceMatrix Rotations);
