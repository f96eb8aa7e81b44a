using Quanta.LanguageModels.Architectures;

namespace Quanta.LanguageModels.Decoders;

/// <summary>The parts of a decoder that have parameters. Queries, keys and values are one linear map, and so are the MLP's gate and what it gates.</summary>
public enum DecoderPart
{
    Embedding,
    Positions,

    /// <summary>From embeddings to the residual stream, where their sizes differ.</summary>
    EmbeddingMap,
    AttentionNorm,
    AttentionOutputNorm,
    AfterAttentionNorm,
    MlpNorm,
    MlpOutputNorm,
    AfterMlpNorm,
    QueryNorm,
    KeyNorm,

    /// <summary>[(N + 2 K) D, H]: for each of the K heads of keys the queries of those that read it, then its key, then its value.</summary>
    Projections,
    AttentionOutput,

    /// <summary>[F, H]; with a gate [2 F, H], the gate first.</summary>
    Up,
    Down,
    FinalNorm,

    /// <summary>From the residual stream to the size of an embedding, where they differ.</summary>
    UnembeddingMap,
    Unembedding,
}

/// <summary>What a parameter is for; it decides whether the published gradient ranges over it.</summary>
public enum ParameterRole
{
    /// <summary>Token and position embeddings: left out, also where they serve as the output matrix as well.</summary>
    Embedding,

    /// <summary>The output matrix: left out.</summary>
    Unembedding,

    /// <summary>Norms within the layers: left out.</summary>
    LayerNorm,

    /// <summary>The norm after the last layer: counted.</summary>
    FinalNorm,

    /// <summary>The matrices and biases of attention and MLP: counted.</summary>
    Weight,
}

/// <summary>A parameter tensor of a model.</summary>
/// <param name="Name">That of published checkpoints, e.g. gpt_neox.layers.0.attention.dense.weight; one that is made of several has theirs joined by braces.</param>
/// <param name="Shape">[outputs, inputs] of a matrix, [size] of a vector.</param>
/// <param name="Part">Whose it is.</param>
/// <param name="IsBias">It is added, not multiplied with.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Layer">0 the first; null outside the layers.</param>
public sealed record ParameterInfo(string Name, IReadOnlyList<int> Shape, DecoderPart Part, bool IsBias, ParameterRole Role, int? Layer)
{
    public int RowCount => Shape.Count == 2 ? Shape[0] : 1;

    public int ColumnCount => Shape[^1];

    public long Length => (long)RowCount * ColumnCount;

    /// <summary>Whether this is a matrix within the layers, whose gradient is a sum of outer products over positions.</summary>
    public bool IsLinearWeight => Shape.Count == 2 && Role == ParameterRole.Weight;

    public bool IsNorm => Role is ParameterRole.LayerNorm or ParameterRole.FinalNorm;
}

/// <summary>The names and shapes of a model's parameters.</summary>
public static class DecoderParameters
{
    /// <summary>Every parameter in model order: embeddings, layers, final norm and, unless tied, the output matrix.</summary>
    public static IReadOnlyList<ParameterInfo> Of(DecoderShape shape)
    {
        var architecture = ArchitectureRegistry.Get(shape.ModelType);
        var list = new List<ParameterInfo>();
        foreach (var (part, layer) in Parts(shape))
        {
            foreach (var isBias in new[] { false, true })
            {
                if (SizeOf(shape, part, isBias) is not { } size) continue;
                list.Add(new(architecture.NameOf(part, isBias, layer), size, part, isBias, RoleOf(shape, part), layer));
            }
        }
        return list;
    }

    /// <summary>How many parameters a model has without its embeddings and its output matrix: the N of scaling laws (Kaplan et al. 2020, section 2.1).</summary>
    public static long NonEmbeddingCount(DecoderShape shape) =>
        Of(shape).Where(parameter => parameter.Role is not (ParameterRole.Embedding or ParameterRole.Unembedding)).Sum(parameter => parameter.Length);

    /// <summary>The bytes of all parameters as float32 values.</summary>
    public static long ByteCount(DecoderShape shape) => sizeof(float) * Of(shape).Sum(parameter => parameter.Length);

    private static IEnumerable<(DecoderPart Part, int? Layer)> Parts(DecoderShape shape)
    {
        foreach (var part in Enum.GetValues<DecoderPart>().Where(part => part < DecoderPart.AttentionNorm)) yield return (part, null);
        for (var layer = 0; layer < shape.Layers; layer++)
            foreach (var part in Enum.GetValues<DecoderPart>().Where(IsOfLayer)) yield return (part, layer);
        foreach (var part in Enum.GetValues<DecoderPart>().Where(part => part > DecoderPart.Down)) yield return (part, null);
    }

    private static bool IsOfLayer(DecoderPart part) => part is >= DecoderPart.AttentionNorm and <= DecoderPart.Down;

    private static ParameterRole RoleOf(DecoderShape shape, DecoderPart part) => part switch
    {
        DecoderPart.Embedding or DecoderPart.Positions or DecoderPart.EmbeddingMap => ParameterRole.Embedding,
        DecoderPart.Unembedding or DecoderPart.UnembeddingMap => ParameterRole.Unembedding,
        DecoderPart.FinalNorm => shape.FinalNormIsLeftOut ? ParameterRole.LayerNorm : ParameterRole.FinalNorm,
        DecoderPart.Projections or DecoderPart.AttentionOutput or DecoderPart.Up or DecoderPart.Down => ParameterRole.Weight,
        _ => ParameterRole.LayerNorm,
    };

    /// <summary>The parameter's shape; null where the model has none such.</summary>
    private static int[]? SizeOf(DecoderShape shape, DecoderPart part, bool isBias)
    {
        int[]? Linear(int outputs, int inputs, bool bias, bool exists = true) => !exists || (isBias && !bias) ? null : isBias ? [outputs] : [outputs, inputs];
        int[]? Norm(NormPlaces place) => shape.Has(place) && !(isBias && shape.NormForm == NormForm.RootMeanSquare) ? [shape.HiddenSize] : null;
        var (hidden, projected) = (shape.HiddenSize, shape.EmbeddingSize != shape.HiddenSize);
        return part switch
        {
            DecoderPart.Embedding => Linear(shape.VocabularySize, shape.EmbeddingSize, bias: false),
            DecoderPart.Positions => Linear(shape.MaximumPositions + shape.PositionOffset, hidden, bias: false, shape.LearnedPositions),
            DecoderPart.EmbeddingMap => Linear(hidden, shape.EmbeddingSize, bias: false, projected),
            DecoderPart.AttentionNorm => Norm(NormPlaces.AttentionInput),
            DecoderPart.AttentionOutputNorm => Norm(NormPlaces.AttentionOutput),
            DecoderPart.AfterAttentionNorm => Norm(NormPlaces.AfterAttention),
            DecoderPart.MlpNorm => Norm(NormPlaces.MlpInput),
            DecoderPart.MlpOutputNorm => Norm(NormPlaces.MlpOutput),
            DecoderPart.AfterMlpNorm => Norm(NormPlaces.AfterMlp),
            DecoderPart.FinalNorm => Norm(NormPlaces.Final),
            DecoderPart.QueryNorm => HeadNorm(shape, shape.Heads, isBias),
            DecoderPart.KeyNorm => HeadNorm(shape, shape.KeyHeads, isBias),
            DecoderPart.Projections => Linear(shape.ProjectionSize, hidden, shape.ProjectionBias),
            DecoderPart.AttentionOutput => Linear(hidden, shape.ContextSize, shape.AttentionOutputBias),
            DecoderPart.Up => Linear(shape.ActivationInputSize, hidden, shape.MlpBias),
            DecoderPart.Down => Linear(hidden, shape.FeedForwardSize, shape.MlpBias),
            DecoderPart.UnembeddingMap => Linear(shape.EmbeddingSize, hidden, bias: false, projected),
            _ when shape.TiedEmbeddings && !isBias => null,
            _ => Linear(shape.VocabularySize, shape.EmbeddingSize, shape.UnembeddingBias),
        };
    }

    private static int[]? HeadNorm(DecoderShape shape, int heads, bool isBias) => shape.QueryKeyNorm switch
    {
        QueryKeyNorm.None => null,
        _ when isBias && !shape.QueryKeyNormBias => null,
        QueryKeyNorm.SharedByHeads => [shape.HeadSize],
        _ => [heads * shape.HeadSize],
    };
}
