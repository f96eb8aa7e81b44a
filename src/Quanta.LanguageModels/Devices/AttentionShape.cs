using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Devices;

/// <summary>What a layer's attention needs to know beside its projections.</summary>
/// <param name="Heads">N: of queries.</param>
/// <param name="KeyHeads">K: of keys and values; each is read by N / K heads of queries that follow one another.</param>
/// <param name="HeadSize">D.</param>
/// <param name="RotaryDimensions">The leading dimensions of each query and key that are turned; even. Dimension i turns with i + half of them.</param>
/// <param name="Rotations">[positions, RotaryDimensions]: the cosines, then the sines, of each position's angles; absent where nothing is turned.</param>
public sealed record AttentionShape(int Heads, int KeyHeads, int HeadSize, int RotaryDimensions, DeviceMatrix Rotations)
{
    /// <summary>What products of queries and keys are multiplied with.</summary>
    public float Scale { get; init; } = (float)(1 / Math.Sqrt(HeadSize));

    /// <summary>c of c tanh(score / c); 0 for none.</summary>
    public float Cap { get; init; }

    /// <summary>The positions that a query sees, itself the last; 0 for all before it.</summary>
    public int Window { get; init; }

    /// <summary>N / K.</summary>
    public int QueriesPerKey => Heads / KeyHeads;

    /// <summary>(N + 2 K) D.</summary>
    public int ProjectionSize => (Heads + 2 * KeyHeads) * HeadSize;

    /// <summary>The first position that a query at <paramref name="position"/> sees.</summary>
    public int FirstSeen(int position) => Window > 0 ? Math.Max(0, position - Window + 1) : 0;

    /// <summary>The first column of a head's query in the projections.</summary>
    public int QueryColumn(int head) => (head / QueriesPerKey * (QueriesPerKey + 2) + head % QueriesPerKey) * HeadSize;

    /// <summary>The first column of a key in the projections; its value follows it.</summary>
    public int KeyColumn(int keyHead) => (keyHead * (QueriesPerKey + 2) + QueriesPerKey) * HeadSize;
}

/// <summary>Norms of queries and keys.</summary>
/// <param name="Extent">What is normalised together.</param>
/// <param name="Form">How.</param>
/// <param name="Epsilon">Added to the mean of squares.</param>
/// <param name="QueryWeight">[1, D], or [1, N D] where each head has its own.</param>
/// <param name="QueryBias">The same; may be absent.</param>
/// <param name="KeyWeight">[1, D] or [1, K D].</param>
/// <param name="KeyBias">The same; may be absent.</param>
public sealed record HeadNorm(
    QueryKeyNorm Extent, NormForm Form, float Epsilon, DeviceMatrix QueryWeight, DeviceMatrix QueryBias, DeviceMatrix KeyWeight, DeviceMatrix KeyBias);

/// <summary>From the last hidden state to logits.</summary>
/// <param name="Weight">[V, E].</param>
/// <param name="Bias">[1, V]; may be absent.</param>
/// <param name="Cap">c of c tanh(logit / c); 0 for none.</param>
public sealed record OutputMap(DeviceMatrix Weight, DeviceMatrix Bias, float Cap);
