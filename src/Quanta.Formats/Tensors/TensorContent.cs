using System.Numerics.Tensors;
using Quanta.Formats.Arrays;
using Quanta.Formats.Numpy;

namespace Quanta.Formats.Tensors;

/// <summary>A tensor to write: what it is, and how to get its values, which are asked for once, in C order.</summary>
/// <param name="Info">Type Float32 or Float16.</param>
/// <param name="Fill">Writes all values to the span, [Count].</param>
public sealed record TensorContent(TensorInfo Info, Action<Span<float>> Fill)
{
    /// <summary>A float32 tensor of values at hand, which are not copied.</summary>
    public static TensorContent Of(string name, ReadOnlyMemory<float> values, params ReadOnlySpan<long> shape)
    {
        NpyShape.Check(values.Length, shape);
        return new TensorContent(new TensorInfo(name, TensorType.Float32, shape.ToArray()), destination => values.Span.CopyTo(destination));
    }

    internal void WriteTo(Stream stream)
    {
        var values = new float[Info.Count];
        Fill(values);
        if (Info.Type == TensorType.Float32)
        {
            RawValues.Write<float>(stream, values);
            return;
        }
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        RawValues.Write<Half>(stream, halves);
    }
}
